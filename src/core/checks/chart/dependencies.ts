import { keyRange, valueRange } from '../../project/sourceFile.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';
import { keywordsOf } from './keywords.ts';

export const dependencyInvalid: Rule = {
  id: 'chart/dependency-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A chart dependency is incomplete',
  why: 'Helm requires the name and version of every dependency as strings.',
  remedy: 'Give every dependency a name and a version.',
  *check({ charts }) {
    for (const { chart, requirements } of charts) {
      const file = requirements ?? chart;
      const { dependencies } = fieldsOf(file);
      if (dependencies === undefined || dependencies === null) continue;
      if (!Array.isArray(dependencies)) {
        yield { message: 'dependencies must be a list.', range: keyRange(file, ['dependencies']) };
        continue;
      }
      for (const [index, entry] of dependencies.entries()) {
        const fields = isMap(entry) ? entry : {};
        const missing = ['name', 'version'].filter((key) => typeof fields[key] !== 'string' || fields[key] === '');
        if (missing.length === 0) continue;
        yield {
          message: `This dependency has no valid ${missing.join(' and ')}: it must be a string.`,
          range: valueRange(file, ['dependencies', index]),
        };
      }
    }
  },
};

const installer = 'dag-installer-chart';

export const dependencyMissing: Rule = {
  id: 'chart/dependency-missing',
  needs: 'files',
  severity: 'error',
  title: `A workflow chart does not depend on ${installer}`,
  why: 'A workflow has no templates of its own: this dependency brings the Job that copies the DAGs into Airflow. Without it, the installation succeeds but has no effect.',
  remedy: `Add ${installer} to the dependencies.`,
  *check({ charts }) {
    for (const { chart, dependencies, templates } of charts) {
      if (!keywordsOf(chart).includes('kaapanaworkflow') || templates.length > 0) continue;
      if (dependencies.some(({ name }) => name === installer)) continue;
      yield { message: `The chart does not depend on ${installer}.`, range: keyRange(chart, ['dependencies']) };
    }
  },
};

export const dependencyNotFound: Rule = {
  id: 'chart/dependency-not-found',
  needs: 'dependencies',
  severity: 'error',
  title: 'A chart dependency was not found',
  why: 'The chart cannot be packaged without it.',
  remedy: 'Fix the repository of the dependency, or set KAAPANA_REPO_PATH to a clone of Kaapana.',
  *check(_project, dependencies) {
    for (const { dependency, problem } of dependencies) {
      const { name, file, path } = dependency;
      const tried = problem.detail?.split('\n').slice(1).join(', ');
      yield {
        message:
          problem.code === 'context.escapes'
            ? problem.message
            : `The chart "${name}" was not found${tried === undefined ? '' : ` in ${tried}`}.`,
        range: valueRange(file, [...path, 'repository']),
      };
    }
  },
};
