import type { Link } from '../../../src/incident/signal.ts';
import { type Body, isObject } from './body.ts';
import { linkOf, linksMax } from './field.ts';

interface Sent {
  readonly client: unknown;
  readonly client_url: unknown;
  readonly links: unknown;
  readonly images: unknown;
}

/**
 * All that a person may press in an event: the monitoring tool itself first, then `links[{href,text}]` and
 * `images[{src,href,alt}]`. Fields of which something could not be shown are `unfit`, whole.
 */
export function linksOf({ client, client_url, links, images }: Sent): { links: readonly Link[]; unfit: Body } {
  const home = linkOf(client_url, client, 'Source');
  const texts = listOf(links).map(({ href, text }) => linkOf(href, text, 'Link'));
  const pictures = listOf(images).flatMap(({ src, href, alt }) => {
    const picture = linkOf(src, alt, 'Image');
    return href === undefined || href === null ? [picture] : [linkOf(href, alt, 'Image'), picture];
  });
  const all = [...(home === null ? [] : [home]), ...texts, ...pictures];
  const shownWhole = (value: unknown, made: readonly (Link | null)[]): boolean =>
    Array.isArray(value) && value.every(isObject) && !made.includes(null) && all.length <= linksMax;
  return {
    links: all.filter((link) => link !== null).slice(0, linksMax),
    unfit: {
      ...(client !== home?.text && { client }),
      ...(home === null && { client_url }),
      ...(!shownWhole(links, texts) && { links }),
      ...(!shownWhole(images, pictures) && { images }),
    },
  };
}

function listOf(value: unknown): Body[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
