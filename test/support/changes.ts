import type { Change } from '../../src/team-file/commands.ts';

/**
 * What an apply changed, by the names of things alone, for tests that are about what happens and not about its wording:
 * `add person ada`, `change person ada: name, enabled`.
 */
export function inShort(changes: readonly Change[]): readonly string[] {
  const people = changes.filter(({ section }) => section === 'people');
  const identities = people.flatMap(({ key, fields }) =>
    fields
      .filter(({ name }) => isPlatform(name))
      .map(({ name, to }) => `${key} is ${to === undefined ? 'nobody' : String(to)} in ${platformNames[name]}`),
  );
  const [before, after] = [
    changes.filter(({ section }) => section === 'account'),
    changes.filter(({ section }) => section === 'policies' || section === 'services'),
  ];
  return [...before.map(account), ...entries(people), ...identities, ...entries(after)];
}

const platformNames: Readonly<Record<string, string>> = { slack: 'Slack', discord: 'Discord' };
const isPlatform = (name: string): boolean => name in platformNames;

function account({ noun, action, key }: Change): string {
  if (noun === 'notices') return 'change where owners are told';
  const platform = platformNames[noun];
  if (platform !== undefined) return key === '' ? `add ${platform}` : `connect ${platform} ${key}`;
  return `${action} account ${key}`;
}

/** What changes in one entry is one line. */
function entries(changes: readonly Change[]): readonly string[] {
  const nameOf = ({ noun, key, service }: Change): string =>
    `${noun} ${key}${service === undefined ? '' : ` of service ${service}`}`;
  return [...new Set(changes.map(nameOf))].flatMap((name): readonly string[] => {
    const those = changes.filter((change) => nameOf(change) === name);
    const whole = those.find(({ action }) => action === 'add' || action === 'delete');
    if (whole !== undefined) return [`${whole.action} ${name}`];
    const { noun, key, was, service } = those.find(({ action }) => action === 'rename') ?? {};
    const of = service === undefined ? '' : ` of service ${service}`;
    const fields = [...new Set(those.flatMap(fieldsOf))];
    if (fields.length > 0 && noun !== 'key' && those[0]?.noun !== 'key') {
      return [`change ${name}${was === undefined ? '' : ` (was ${was})`}: ${fields.join(', ')}`];
    }
    if (was !== undefined) return [`rename ${noun} ${was}${of} to ${key}`];
    return those.some((change) => change.noun === 'key') ? [`change ${name}`] : [];
  });
}

function fieldsOf({ action, fields }: Change): readonly string[] {
  if (action === 'enable' || action === 'disable') return ['enabled'];
  return fields.map(({ name }) => name.replace(/^rule \d+$/, 'rules')).filter((name) => !isPlatform(name));
}
