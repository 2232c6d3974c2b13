/** The embassies of this desk, as the page itself names them: their root keys are pinned here. */

export interface Office {
  code: string;
  name: string;
  /** The root’s public key, as minisign writes it on one line. */
  root: string;
}

export function offices(): Office[] {
  const pinned = document.querySelectorAll<HTMLMetaElement>('meta[name="ambasada-office"]');
  return [...pinned].map(({ content, dataset }) => ({
    code: content,
    name: dataset.name ?? "",
    root: dataset.root ?? "",
  }));
}
