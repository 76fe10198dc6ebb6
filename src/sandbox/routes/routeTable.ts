import type { Route } from '../http/route.ts';
import { activeApplications } from './activeApplications.ts';
import { availablePlatforms } from './availablePlatforms.ts';
import { completeActiveApplication } from './completeActiveApplication.ts';
import { deleteChart } from './deleteChart.ts';
import { fileChunks } from './fileChunks.ts';
import { filepondUpload } from './filepondUpload.ts';
import { importContainer } from './importContainer.ts';
import { installChart } from './installChart.ts';
import { extensions, platforms, projects } from './lists.ts';
import { allowHost, faultRoutes } from './localOnly.ts';
import { pullDockerImage } from './pullDockerImage.ts';
import type { RouteParts } from './routeParts.ts';
import { healthCheck, indexPage, updateExtensions } from './service.ts';
import { uploadFile } from './uploadFile.ts';
import { viewChartStatus } from './viewChartStatus.ts';

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
