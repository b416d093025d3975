/** The prebuilt database. initdb and the migrations take seconds, so build.ts packs their result, which is unpacked in a tenth of a second. */
import image from '../../../dist/database.tar.gz' with { type: 'file' }
import { unpack } from './archive.ts'

/** Makes a database from the image. @param target its folder, which must not exist @throws as `unpack` */
export async function unpackImage(target: string): Promise<void> {
  await unpack(await Bun.file(image).bytes(), target)
}
