import { type Platform, platforms } from '../account/platform.ts';
import type { TeamFile } from './shape.ts';

interface Wrong {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What each part may be right about by itself, and wrong about another. */
export function checkReferences(file: TeamFile): readonly Wrong[] {
  return [
    ...renames('people', file.people),
    ...renames('policies', file.policies),
    ...renames('services', file.services),
    ...targets(file),
    ...platforms.flatMap((platform) => identities(file, platform)),
    ...keys(file),
  ];
}

/** A former name must be free and meant once, or a second apply would find something else behind it. */
function renames(section: string, entries: Readonly<Record<string, { was?: string | undefined }>>): readonly Wrong[] {
  const claimed = new Map<string, string>();
  return Object.entries(entries).flatMap(([key, { was }]): Wrong[] => {
    if (was === undefined || was === key) return [];
    const path = [section, key, 'was'];
    const other = claimed.get(was);
    claimed.set(was, key);
    if (Object.hasOwn(entries, was)) return [{ path, message: `names ${was}, which stands in this file itself` }];
    return other === undefined ? [] : [{ path, message: `names ${was}, and so does ${other}` }];
  });
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

function identities(file: TeamFile, platform: Platform): readonly Wrong[] {
  const seen = new Map<string, string>();
  return Object.entries(file.people).flatMap(([key, { [platform]: id }]): Wrong[] => {
    if (id === undefined) return [];
    const other = seen.get(id);
    seen.set(id, key);
    return other === undefined ? [] : [{ path: ['people', key, platform], message: `is the same as that of ${other}` }];
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
