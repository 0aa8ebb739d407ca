/** At most so many tags of a campaign. */
export const MOST_TAGS = 12;
/** Characters of a tag, and of a note. */
export const LONGEST_TAG = 40;
export const LONGEST_NOTE = 2000;
