/**
 * The components of Flow JSON with their properties, as Meta documents them for the versions that can be published. A
 * property that some document has is listed: what sources disagree about is no error.
 */

/** `text` and `flag` may be filled in when the flow runs; `count` is a whole number, in digits or as a text of digits. */
export type Kind = "text" | "flag" | "count" | "list" | "object" | "action" | "any";

export interface ComponentRules {
  required: Readonly<Record<string, Kind>>;
  optional?: Readonly<Record<string, Kind>>;
}

const SHOWN = { visible: "flag" } as const;
const FIELD = { ...SHOWN, enabled: "flag", required: "flag", "error-message": "any", "init-value": "any" } as const;
const SELECT = { "on-select-action": "action", "on-unselect-action": "action" } as const;
const RANGE = { "min-selected-items": "count", "max-selected-items": "count" } as const;
const NAMED = { name: "text", label: "text" } as const;
const DAYS = { "min-date": "any", "max-date": "any", "unavailable-dates": "any" } as const;
const PICTURE = { "aspect-ratio": "any", "scale-type": "text" } as const;

const TEXT: ComponentRules = { required: { text: "any" }, optional: SHOWN };
const STYLED: ComponentRules = {
  required: { text: "any" },
  optional: { ...SHOWN, "font-weight": "any", strikethrough: "flag", markdown: "flag" },
};

/** `then` is Flow JSON's own name; nobody awaits this. */
const IF_PARTS: Readonly<Record<string, Kind>> = Object.fromEntries([
  ["condition", "text"],
  ["then", "list"],
] as const);

export const COMPONENTS: Readonly<Record<string, ComponentRules>> = {
  TextHeading: TEXT,
  TextSubheading: TEXT,
  TextBody: STYLED,
  TextCaption: STYLED,
  RichText: TEXT,
  TextInput: {
    required: NAMED,
    optional: {
      ...FIELD,
      "label-variant": "text",
      "input-type": "text",
      pattern: "text",
      "min-chars": "count",
      "max-chars": "count",
      "helper-text": "text",
    },
  },
  TextArea: {
    required: NAMED,
    optional: { ...FIELD, "label-variant": "text", "max-length": "count", "helper-text": "text" },
  },
  CheckboxGroup: {
    required: { ...NAMED, "data-source": "list" },
    optional: { ...FIELD, ...SELECT, ...RANGE, description: "text", "media-size": "text" },
  },
  RadioButtonsGroup: {
    required: { ...NAMED, "data-source": "list" },
    optional: { ...FIELD, ...SELECT, description: "text", "media-size": "text" },
  },
  ChipsSelector: {
    required: { ...NAMED, "data-source": "list" },
    optional: { ...FIELD, ...SELECT, ...RANGE, description: "text" },
  },
  Dropdown: { required: { ...NAMED, "data-source": "list" }, optional: { ...FIELD, ...SELECT } },
  Footer: {
    required: { label: "text", "on-click-action": "action" },
    optional: { ...SHOWN, enabled: "flag", "left-caption": "text", "center-caption": "text", "right-caption": "text" },
  },
  OptIn: { required: NAMED, optional: { ...FIELD, ...SELECT, "on-click-action": "action" } },
  EmbeddedLink: { required: { text: "text", "on-click-action": "action" }, optional: SHOWN },
  DatePicker: { required: NAMED, optional: { ...FIELD, ...DAYS, "helper-text": "text", "on-select-action": "action" } },
  CalendarPicker: {
    required: NAMED,
    optional: {
      ...FIELD,
      ...DAYS,
      title: "text",
      description: "text",
      "helper-text": "any",
      mode: "text",
      "include-days": "any",
      "min-days": "count",
      "max-days": "count",
      "on-select-action": "action",
    },
  },
  Image: {
    required: { src: "text" },
    optional: { ...SHOWN, ...PICTURE, width: "count", height: "count", "alt-text": "text" },
  },
  ImageCarousel: { required: { images: "list" }, optional: { ...SHOWN, ...PICTURE } },
  NavigationList: {
    required: { name: "text", "list-items": "list" },
    optional: { ...SHOWN, label: "text", description: "text", "media-size": "text", "on-click-action": "action" },
  },
  PhotoPicker: {
    required: NAMED,
    optional: {
      ...FIELD,
      description: "text",
      "photo-source": "text",
      "max-file-size-kb": "count",
      "min-uploaded-photos": "count",
      "max-uploaded-photos": "count",
    },
  },
  DocumentPicker: {
    required: NAMED,
    optional: {
      ...FIELD,
      description: "text",
      "max-file-size-kb": "count",
      "min-uploaded-documents": "count",
      "max-uploaded-documents": "count",
      "allowed-mime-types": "list",
    },
  },
  Form: {
    required: { name: "text", children: "list" },
    optional: { "init-values": "any", "error-messages": "any" },
  },
  If: { required: IF_PARTS, optional: { else: "list" } },
  Switch: { required: { value: "text", cases: "object" } },
};
