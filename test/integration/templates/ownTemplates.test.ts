import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { planScaffold, type ScaffoldPlan } from '../../../src/core/scaffold/planScaffold.ts';
import { readTemplate } from '../../../src/core/scaffold/readTemplate.ts';
import { behavesAsTemplate, loaded, textOf } from '../../support/scaffold/behavesAsTemplate.ts';

const templates = join(import.meta.dirname, '../../../templates');
const chartSchema = z.object({ keywords: z.array(z.string()) });

function keywordsIn(plan: ScaffoldPlan, chart: string): readonly string[] {
  return chartSchema.parse(parse(textOf(plan, chart))).keywords;
}

describe('our own templates', () => {
  const read = loaded(() => readTemplate(join(templates, 'pyradiomics-feature-extractor')));
  behavesAsTemplate('pyradiomics-feature-extractor', read);

  it('becomes experimental and needs a GPU when asked to', () => {
    const plan = planScaffold(read(), { name: 'lung-texture', maturity: 'experimental', hardware: 'gpu' });
    assert.deepEqual(keywordsIn(plan, 'extension/lung-texture-workflow/Chart.yaml'), [
      'kaapanaworkflow',
      'kaapanaexperimental',
      'gpurequired',
    ]);
    const dockerfile = textOf(plan, 'processing-containers/lung-texture/Dockerfile');
    assert.match(dockerfile, /^FROM local-only\/base-python-gpu:latest/m);
    assert.doesNotMatch(dockerfile, /base-python-cpu/);
  });

  const readApplication = loaded(() => readTemplate(join(templates, 'web-application')));
  behavesAsTemplate('web-application', readApplication);

  it('is launched as often as wanted when asked to, and needs a GPU', () => {
    const plan = planScaffold(readApplication(), { name: 'slide-viewer', instances: 'many', hardware: 'gpu' });
    assert.deepEqual(keywordsIn(plan, 'extension/slide-viewer-chart/Chart.yaml'), [
      'kaapanaapplication',
      'gpurequired',
      'kaapanamultiinstallable',
    ]);
    assert.match(textOf(plan, 'extension/slide-viewer-chart/values.yaml'), /^ {2}gpus: 1$/m);
    assert.match(textOf(plan, 'extension/docker/Dockerfile'), /^FROM local-only\/base-python-gpu:latest/m);
    assert.match(textOf(plan, 'extension/slide-viewer-chart/templates/deployment.yaml'), /"slide-viewer\.image"/);
  });
});
