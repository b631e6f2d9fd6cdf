import { no, ok, type Result } from '../lib/result.ts';
import { fill } from './fill.ts';
import { parseYaml } from './parse.ts';
import { type Problem, problemsIn } from './problems.ts';
import { checkReferences } from './references.ts';
import { type TeamFile, teamFileShape } from './shape.ts';

type Path = readonly PropertyKey[];

/** A team file that is right by itself; `problem` says where something stands that is wrong in its account. */
export interface ReadFile {
  readonly file: TeamFile;
  problem(path: Path, message: string): Problem;
}

/** Reads a team file; `env` fills `${NAME}`. All problems at once, in the order of their lines. */
export function readTeamFile(text: string, env: NodeJS.ProcessEnv): Result<ReadFile, readonly Problem[]> {
  const yaml = parseYaml(text);
  if (!yaml.ok) {
    return no(
      few(yaml.refusal.map(({ line, path, message }) => ({ line, path: path.map(String).join('.'), message }))),
    );
  }
  const { value: raw, lineOf } = yaml.value;
  const at = (path: Path, message: string): Problem => ({
    line: lineOf(path),
    path: path.map(String).join('.'),
    message,
  });
  const filled = fill(raw, env);
  const unset = filled.unset.map(({ path, name }) => at(path, `uses \${${name}}, which is not set in the environment`));
  const parsed = teamFileShape.safeParse(filled.value);
  // What is only wrong because a name of the environment is unset is said once.
  const places = new Set(unset.map(({ path }) => path));
  const wrong = parsed.success ? [] : problemsIn(parsed.error.issues, raw, at).filter(({ path }) => !places.has(path));
  if (!parsed.success || unset.length > 0) return no(few([...unset, ...wrong]));
  const references = checkReferences(parsed.data).map(({ path, message }) => at(path, message));
  return references.length === 0 ? ok({ file: parsed.data, problem: at }) : no(few(references));
}

/** `team.yaml:14: people.bo.role must be …` */
export function sayProblem(file: string, problem: Problem): string {
  return `${file}:${problem.line}: ${problem.path === '' ? 'the file' : problem.path} ${problem.message}`;
}

/** In the order of their lines, and no more than somebody reads. */
function few(problems: readonly Problem[]): readonly Problem[] {
  const inOrder = problems.toSorted((a, b) => a.line - b.line);
  const next = inOrder[most];
  if (next === undefined) return inOrder;
  const message = `has ${inOrder.length - most} more problems from here on`;
  return [...inOrder.slice(0, most), { line: next.line, path: '', message }];
}

const most = 50;
