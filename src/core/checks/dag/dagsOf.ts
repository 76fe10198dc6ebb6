import type { DagDefinition } from '../../project/python/readDag.ts';
import type { Project } from '../../project/project.ts';
import { dagOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';

/** Every DAG that the DAG images' files make, with the text of its id where that is known. */
export function* dagsOf(
  project: Project,
): Iterable<{ readonly source: SourceFile; readonly dag: DagDefinition; readonly id: string | undefined }> {
  for (const source of project.dagFiles.values()) {
    for (const dag of dagOf(source).dags) yield { source, dag, id: dag.id?.kind === 'text' ? dag.id.text : undefined };
  }
}
