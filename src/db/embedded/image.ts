/** The prebuilt database: what initdb (seconds) and the migrations make, packed by build.ts, unpacked in a tenth of a second. */
import image from '../../../dist/database.tar.gz' with { type: 'file' }
import { unpack } from './archive.ts'

/** Makes `target`, which must not exist, from the image. @throws as `unpack` */
export async function unpackImage(target: string): Promise<void> {
  await unpack(await Bun.file(image).bytes(), target)
}
