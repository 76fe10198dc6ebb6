import type { DagDefinition } from '../../project/python/readDag.ts';
import type { ProjectSources } from '../sources/projectSources.ts';
import { dagOf } from '../sources/pythonOf.ts';
import type { SourceFile } from '../sources/sourceFile.ts';

/** Every DAG that the DAG images' files make, with the text of its id where that is known. */
export function* dagsOf(
  project: ProjectSources,
): Iterable<{ readonly source: SourceFile; readonly dag: DagDefinition; readonly id: string | undefined }> {
  for (const source of project.dagFiles.values()) {
    for (const dag of dagOf(source).dags) yield { source, dag, id: dag.id?.kind === 'text' ? dag.id.text : undefined };
  }
}
