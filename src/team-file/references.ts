import type { TeamFile } from './shape.ts';

interface Wrong {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What each part may be right about by itself, and wrong about another. */
export function checkReferences(file: TeamFile): readonly Wrong[] {
  return [...targets(file), ...slackIds(file), ...keys(file)];
}

function targets(file: TeamFile): readonly Wrong[] {
  return Object.entries(file.policies).flatMap(([policy, { rules }]) =>
    rules.flatMap((rule, index) =>
      rule.page.flatMap((target, place): Wrong[] => {
        const path = ['policies', policy, 'rules', index, 'page', place];
        const twice = rule.page.findIndex((other) => other.key === target.key) !== place;
        return twice ? [{ path, message: `names person/${target.key} twice` }] : [];
      }),
    ),
  );
}

function slackIds(file: TeamFile): readonly Wrong[] {
  const seen = new Map<string, string>();
  return Object.entries(file.people).flatMap(([key, { slack }]): Wrong[] => {
    if (slack === undefined) return [];
    const other = seen.get(slack);
    seen.set(slack, key);
    return other === undefined ? [] : [{ path: ['people', key, 'slack'], message: `is the same as that of ${other}` }];
  });
}

function keys(file: TeamFile): readonly Wrong[] {
  const seen = new Map<string, string>();
  return Object.entries(file.services).flatMap(([service, { keys: all }]) =>
    all.flatMap((key, index): Wrong[] => {
      const path = ['services', service, 'keys', index];
      const wrong: Wrong[] = [];
      if (all.findIndex((other) => other.name === key.name) !== index) {
        wrong.push({ path: [...path, 'name'], message: `"${key.name}" stands there twice` });
      }
      if (key.value !== undefined) {
        const other = seen.get(key.value);
        if (other !== undefined) wrong.push({ path: [...path, 'value'], message: `is the same as that of ${other}` });
        seen.set(key.value, `${service}/${key.name}`);
      }
      return wrong;
    }),
  );
}
