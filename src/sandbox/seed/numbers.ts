import type { NumberRow, Project } from "../store/rows.ts";
import { uuid } from "../world/ids.ts";

const aurora: Project = { id: uuid("project", 1), name: "Aurora Móveis", apiKey: "sandbox-key-aurora" };
const niebla: Project = { id: uuid("project", 2), name: "Librería Niebla", apiKey: "sandbox-key-niebla" };

export const PROJECTS: readonly Project[] = [aurora, niebla];

/** Two numbers of the shop, and one of another project that proves the 404s. */
export const NUMBERS: readonly NumberRow[] = [
  {
    id: "418290563317745",
    digits: "551130904455",
    displayPhoneNumber: "+55 11 3090-4455",
    verifiedName: "Aurora Móveis",
    configId: uuid("config", 1),
    configName: "Aurora atendimento",
    businessAccountId: "317745418290563",
    accessToken: "sandbox-token-aurora-1",
    project: aurora,
  },
  {
    id: "418290563317746",
    digits: "551130904466",
    displayPhoneNumber: "+55 11 3090-4466",
    verifiedName: "Aurora Assistência",
    configId: uuid("config", 2),
    configName: "Aurora assistência",
    businessAccountId: "317745418290563",
    accessToken: "sandbox-token-aurora-2",
    project: aurora,
  },
  {
    id: "502771904418230",
    digits: "56225550100",
    displayPhoneNumber: "+56 2 2555 0100",
    verifiedName: "Librería Niebla",
    configId: uuid("config", 3),
    configName: "Niebla",
    businessAccountId: "418230502771904",
    accessToken: "sandbox-token-niebla-1",
    project: niebla,
  },
];
