/** The prebuilt database. initdb and the migrations take seconds, so build.ts packs their result, which is unpacked in a tenth of a second. */
import image from '../../../dist/database.tar.gz' with { type: 'file' }
import { unpack } from './archive.ts'

/**
 * Makes a database from the image.
 *
 * @param target its folder, which must not exist
 * @param o.fsync whether to wait until it is on the disk; default true
 * @throws as `unpack`
 */
export async function unpackImage(target: string, o: { readonly fsync?: boolean | undefined } = {}): Promise<void> {
  await unpack(await Bun.file(image).bytes(), target, o)
}
