export { composeFiles } from './compose.ts';
export { authorityName, labConfigs, printConfig, type ConfigTree, type LabOptions } from './configs.ts';
export { freePlaces } from './free-places.ts';
export { LabKeeper, type KeeperOptions } from './keeper.ts';
export { LAB_PARTS, startLab, type Lab, type LabStart } from './lab.ts';
export { AUTHORITIES, COMPOSE_PLACES, LOCAL_PLACES, type Authority, type Places } from './places.ts';
export { startProcess, StartError, type LabProcess, type ProcessSpec } from './process.ts';
export { labHints, labZones, type LabZone } from './zones.ts';
