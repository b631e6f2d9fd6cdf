export const roles = ['owner', 'admin', 'responder', 'observer'] as const;
export type Role = (typeof roles)[number];

export type Capability = 'respond' | 'configure' | 'people' | 'own';

/** What each role may. */
export const capabilities: Readonly<Record<Role, readonly Capability[]>> = {
  owner: ['respond', 'configure', 'people', 'own'],
  admin: ['respond', 'configure', 'people'],
  responder: ['respond'],
  observer: [],
};
