/** Whether a browser shows what was cleaned. */

/** How large it is on a screen, the right way up. Throws if it cannot be shown. */
export async function sizeShown(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<[width: number, height: number]> {
  const picture = await createImageBitmap(new Blob([bytes], { type }));
  return [picture.width, picture.height];
}
