import { readTeamFile, sayProblem } from '../../src/team-file/read.ts';

/** Every line as the command line says it, without the file's name. */
export function said(text: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  const read = readTeamFile(text, env);
  if (read.ok) throw new Error('it was accepted');
  return read.refusal.map((problem) => sayProblem('', problem).slice(1));
}

/** What the file says; throws with every problem when it is refused. */
export function accepted(text: string, env: NodeJS.ProcessEnv = {}) {
  const read = readTeamFile(text, env);
  if (!read.ok) throw new Error(read.refusal.map((problem) => sayProblem('team.yaml', problem)).join('\n'));
  return read.value.file;
}

export const ada = 'account: acme\npeople:\n  ada: { name: Ada, zone: Europe/London }\n';
/** One person's fields, from line 6 on. */
export const person = (fields: string): string =>
  `account: acme\npeople:\n  ada:\n    name: Ada\n    zone: UTC\n${fields}\n`;
/** One rule, in line 5. */
export const rule = (text: string): string => `account: acme\npolicies:\n  default:\n    rules:\n      - ${text}\n`;
/** One service's fields, from line 5 on. */
export const service = (fields: string): string => `account: acme\nservices:\n  web:\n    name: Web shop\n${fields}\n`;
export const secret = 'aaaabbbbccccddddeeeeffffgggg1111';

export const keyWords = 'must be a key: up to 40 of a-z, 0-9 and -, beginning with a letter or digit';
