/** The upload by /file_chunks that is under way: there is one for the whole platform. */
interface ChunkUpload {
  readonly file: string;
  readonly endIndex: number;
  index: number;
}

export interface ChunkSession {
  current(): ChunkUpload | undefined;
  /** Takes the place of the one before, finished or not. */
  begin(upload: ChunkUpload): void;
}

export function createChunkSession(): ChunkSession {
  let upload: ChunkUpload | undefined;
  return {
    current: () => upload,
    begin: (next) => {
      upload = next;
    },
  };
}
