import type { DagDefinition } from '../../project/python/readDag.ts';
import type { Project } from '../../project/project.ts';
import { dagOf } from '../../project/pythonOf.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { filesInAirflow } from './airflowFiles.ts';

/** Every DAG that the files in the DAG images make, with the text of its id where that is known. */
export function* dagsOf(
  project: Project,
): Iterable<{ readonly source: SourceFile; readonly dag: DagDefinition; readonly id: string | undefined }> {
  for (const source of filesInAirflow(project).values()) {
    for (const dag of dagOf(source).dags) yield { source, dag, id: dag.id?.kind === 'text' ? dag.id.text : undefined };
  }
}
