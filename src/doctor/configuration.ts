import { fine, type Verdict, warning, wrong } from './port.ts';

/** What the environment came to. Never a secret. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly slack: { readonly apiUrl?: string } | null;
  readonly discord: { readonly apiUrl?: string } | null;
  /** Settings that are set and do nothing, as sentences. */
  readonly notes: readonly string[];
}

/**
 * How the address was found: `reasons` are those of the server that runs there, empty when it is ready. `taken`: by somebody
 * who is not the server of this database.
 */
export type Listening =
  | 'free'
  | 'taken'
  | 'not-allowed'
  | 'not-here'
  | { readonly reasons: readonly string[] }
  | { readonly failure: string };

const everywhere = new Set(['0.0.0.0', '::', '[::]']);

export function configurationVerdicts(settings: Settings): readonly Verdict[] {
  const { host, port, publicUrl, slack, discord, notes } = settings;
  return [
    fine(`Alerts are taken at ${host}:${port}, and others reach it at ${publicUrl}.`),
    ...(port === 0
      ? [
          warning(
            'PORT is 0, so every start listens on another port.',
            'Set PORT to the one that your monitoring uses.',
          ),
        ]
      : []),
    ...(everywhere.has(new URL(publicUrl).hostname)
      ? [
          warning(
            `PUBLIC_URL is not set, and nobody can open ${publicUrl}.`,
            'Set PUBLIC_URL to the address by which others reach Reveille, such as https://reveille.example.com.',
          ),
        ]
      : []),
    ...(slack === null && discord === null
      ? [fine('No chat token is set: this is the sandbox, a local chat to try everything in.')]
      : []),
    ...setUp('Slack', slack),
    ...setUp('Discord', discord),
    ...notes.map((note) => warning(note, 'Unset it, so that nobody relies on it.')),
  ];
}

function setUp(name: string, settings: { readonly apiUrl?: string } | null): readonly Verdict[] {
  if (settings === null) return [];
  return [fine(`${name} is set up${settings.apiUrl === undefined ? '' : `, at ${settings.apiUrl}`}.`)];
}

/** `settings` that could not be read: one sentence each. */
export function unreadable(problems: readonly string[]): readonly Verdict[] {
  return problems.map((problem) => wrong(problem, 'Set it right in the environment, and run this again.'));
}

export function listeningVerdict({ host, port }: Settings, found: Listening): Verdict {
  const at = `${host}:${port}`;
  switch (found) {
    case 'free':
      return fine(`${at} is free to listen on.`);
    case 'taken':
      return wrong(`Another program listens on ${at}.`, 'Stop it, or set PORT to a free one.');
    case 'not-allowed':
      return wrong(`This user may not listen on ${at}.`, 'Set PORT to one above 1023.');
    case 'not-here':
      return wrong(`${host} is no address of this machine.`, 'Set HOST to 127.0.0.1, 0.0.0.0 or one that it has.');
    default:
      if ('failure' in found)
        return wrong(`${at} cannot be listened on: ${found.failure}.`, 'Set HOST and PORT right.');
      return found.reasons.length === 0
        ? fine(`The server answers at ${at} and is ready.`)
        : wrong(
            `The server at ${at} is not ready: ${found.reasons.join(' ')}`,
            'Mend what it says; /readyz tells when it is over.',
          );
  }
}
