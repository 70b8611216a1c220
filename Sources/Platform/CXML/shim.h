#include <libxml/xmlversion.h>
// ICU's types are Foundation's as well, in another version: one module cannot have both. Nothing here uses them.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
