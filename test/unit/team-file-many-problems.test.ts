import { describe, expect, it } from 'vitest';
import { said } from '../support/team-file-problems.ts';

describe('many problems', () => {
  it('are said at once, in the order of their lines', () => {
    const text = `account: acme
services:
  web:
    nam: Web shop
    policy: "\${POLICY}"
people:
  ada:
    role: boss
    zone: Mars/North
    name: Ada
policies:
  default:
    rules:
      - { page: [bob], wait: soon }
`;
    const sentences = said(text);
    expect(sentences.map((sentence) => sentence.split(' ').slice(0, 2).join(' '))).toEqual([
      '3: services.web.name',
      '4: services.web.nam',
      '5: services.web.policy',
      '8: people.ada.role',
      '9: people.ada.zone',
      '14: policies.default.rules.0.page.0',
      '14: policies.default.rules.0.wait',
    ]);
  });

  it('beyond fifty are counted', () => {
    const text = `account: acme\n${Array.from({ length: 60 }, (_, i) => `x${i}: 1`).join('\n')}\n`;
    const sentences = said(text);
    expect(sentences).toHaveLength(51);
    expect(sentences.at(-1)).toBe('52: the file has 10 more problems from here on');
  });
});
