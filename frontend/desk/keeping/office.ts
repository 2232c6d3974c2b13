/** The embassy of this desk, as the page itself names it: its root key is pinned here. */

export interface Office {
  code: string;
  name: string;
  /** The root’s public key, as minisign writes it on one line. */
  root: string;
}

export function ownOffice(): Office {
  const pinned = document.querySelector<HTMLMetaElement>('meta[name="ambasada-office"]');
  const { name = "", root = "" } = pinned?.dataset ?? {};
  return { code: pinned?.content ?? "", name, root };
}
