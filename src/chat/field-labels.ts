/**
 * What the fields of our forms are called, by their names: the same in the form and in what is said of it later. Discord sends
 * no labels back with a form.
 */
export const fieldLabels = {
  incident: 'Incident',
  service: 'Service',
  summary: 'What is wrong?',
  severity: 'Severity',
  description: 'What else is known',
  text: 'Note',
  until: 'Until',
} as const;

const byName: ReadonlyMap<string, string> = new Map(Object.entries(fieldLabels));

export function labelOfField(name: string): string {
  return byName.get(name) ?? name;
}
