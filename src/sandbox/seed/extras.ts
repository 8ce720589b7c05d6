import { uuid } from "../world/ids.ts";
import type { Person } from "./cast.ts";

/** Everybody else: customers without a part of their own. Numbers from ranges kept for fiction. */

const NAMES = [
  "Aisha Bello",
  "Marco Conti",
  "Yuki Tanaka",
  "Lena Fischer",
  "Noah Bakker",
  "Chloé Dubois",
  "Ana Sousa",
  "Pedro Alves",
  "Ingrid Larsen",
  "Omar Haddad",
  "Zofia Nowak",
  "Liam Murphy",
  "Sara Lindqvist",
  "Mateus Rocha",
  "Valentina Rojas",
  "Emeka Obi",
  "Fatima Zahra",
  "Louis Bernard",
  "Greta Huber",
  "Davi Moreira",
  "Isla Campbell",
  "Hugo Petit",
  "Mei Lin",
  "Arjun Mehta",
  "Clara Vogel",
  "Diego Fuentes",
  "Elif Kaya",
  "Felix Braun",
  "Gabriela Nunes",
  "Henrik Dahl",
  "Imani Njoroge",
  "Julia Roth",
  "Kofi Mensah",
  "Lara Costa",
  "Milan Horvat",
  "Nadia Petrova",
  "Oscar Nilsson",
  "Paula Ibáñez",
  "Quentin Moreau",
  "Rosa Delgado",
  "Samir Khan",
  "Teresa Ribeiro",
  "Uma Patel",
  "Viktor Kovács",
  "Wanjiru Kamau",
];

const two = (value: number) => String(value).padStart(2, "0");

/** United Kingdom, France, Germany in turn. */
const NUMBER_RANGES = [
  (index: number) => `4477009001${two(index)}`,
  (index: number) => `336399801${two(index)}`,
  (index: number) => `49176040690${two(index)}`,
];

export const EXTRAS: readonly Person[] = NAMES.map((name, index) => {
  const given = name.split(" ")[0] ?? name;
  return {
    waId: NUMBER_RANGES[index % NUMBER_RANGES.length]?.(index + 10) ?? null,
    userId: index % 3 === 0 ? `GB.${4_477_009_001_000_000 + index}` : null,
    profileName: given,
    displayName: index % 2 === 0 ? name : null,
    customerId: index % 6 === 0 ? uuid("customer", 10 + index) : null,
    metadata: index % 7 === 0 ? { segment: "silver" } : {},
  };
});
