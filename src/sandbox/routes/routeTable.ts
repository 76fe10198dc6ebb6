import type { Route } from '../http/answer.ts';
import { activeApplications, completeActiveApplication } from './activeApplications.ts';
import { availablePlatforms, extensions, platforms, projects } from './lists.ts';
import { deleteChart, viewChartStatus } from './deleteChart.ts';
import { fileChunks } from './fileChunks.ts';
import { filepondUpload } from './filepondUpload.ts';
import { importContainer, pullDockerImage } from './images.ts';
import { installChart } from './installChart.ts';
import { allowHost, faultRoutes, healthCheck, indexPage, updateExtensions } from './service.ts';
import type { RouteParts } from './routeParts.ts';
import { uploadFile } from './uploadFile.ts';

export function routeTable(parts: RouteParts): Route[] {
  return [
    healthCheck,
    extensions(parts),
    platforms(parts),
    availablePlatforms(parts),
    projects(parts),
    viewChartStatus(parts),
    activeApplications(parts),
    completeActiveApplication(parts),
    installChart(parts),
    deleteChart(parts),
    uploadFile(parts),
    ...filepondUpload(parts),
    ...fileChunks(parts),
    importContainer(parts),
    updateExtensions,
    pullDockerImage(parts),
    indexPage,
    allowHost(parts),
    ...faultRoutes(parts),
  ];
}
