using System.Globalization;
using System.Text;
using System.Xml;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>The parts of a workbook that are the same for every table.</summary>
internal static class XlsxParts
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    internal const string SheetStart = Declaration + "<worksheet xmlns=\"" + Main + "\">";

    internal const string Relations = Declaration + "<Relationships xmlns=\"" + Package + "/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\"" + Office + "/officeDocument\" Target=\"xl/workbook.xml\"/>"
        + "<Relationship Id=\"rId2\" Type=\"" + Package + "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

    internal const string WorkbookRelations = Declaration + "<Relationships xmlns=\"" + Package + "/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\"" + Office + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        + "<Relationship Id=\"rId2\" Type=\"" + Office + "/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
        + "<Relationship Id=\"rId3\" Type=\"" + Office + "/styles\" Target=\"styles.xml\"/></Relationships>";

    internal const string ContentTypes = Declaration + "<Types xmlns=\"" + Package + "/content-types\">"
        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        + "<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
        + "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

    internal static string Workbook(string sheetName, int columns, int filteredRows)
    {
        var xml = new StringBuilder(Declaration).Append("<workbook xmlns=\"").Append(Main).Append("\" xmlns:r=\"").Append(Office).Append("\"><sheets><sheet name=\"");
        Escape(xml, sheetName);
        xml.Append("\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Om filen\" sheetId=\"2\" r:id=\"rId2\"/></sheets><definedNames>");
        xml.Append("<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'");
        Escape(xml, sheetName);
        xml.Append(CultureInfo.InvariantCulture, $"'!$A$1:${TableXlsx.Letter(columns - 1)}${filteredRows}</definedName>");
        xml.Append("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'");
        Escape(xml, sheetName);
        return xml.Append("'!$1:$1</definedName></definedNames></workbook>").ToString();
    }

    internal static string Core(string title, DateTimeOffset made)
    {
        var xml = new StringBuilder(Declaration).Append("<cp:coreProperties xmlns:cp=\"").Append(Package).Append("/metadata/core-properties\" ")
            .Append("xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
        Escape(xml, title);
        return xml.Append("</dc:title><dc:creator>Kunskapsstyrning</dc:creator><dc:language>sv-SE</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">")
            .Append(made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append("</dcterms:created></cp:coreProperties>").ToString();
    }

    /// <summary>Text for an element or attribute; characters that XML cannot hold are left out.</summary>
    internal static void Escape(StringBuilder xml, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) xml.Append(c).Append(text[++i]);
            else if (!XmlConvert.IsXmlChar(c)) continue;
            else _ = c switch { '&' => xml.Append("&amp;"), '<' => xml.Append("&lt;"), '>' => xml.Append("&gt;"), '"' => xml.Append("&quot;"), _ => xml.Append(c) };
        }
    }
}

/// <summary>The cell formats of one table: a plain and a bold one per column.</summary>
internal sealed class XlsxStyles
{
    internal const int Head = 1;
    internal const int BoldText = 2;
    internal const int Wrapped = 3;
    private const int FirstIndent = 4;
    private const int FirstColumn = 6;
    private const int FirstOwnFormat = 164;

    internal XlsxStyles(IEnumerable<Column> columns)
    {
        var formats = new List<string>();
        var cells = new StringBuilder();
        var count = FirstColumn;
        foreach (var column in columns)
        {
            var code = Code(column);
            var id = 0;
            if (code is not null)
            {
                if (!formats.Contains(code)) formats.Add(code);
                id = FirstOwnFormat + formats.IndexOf(code);
            }
            foreach (var font in (int[])[0, 1])
                cells.Append(CultureInfo.InvariantCulture, $"<xf numFmtId=\"{id}\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>");
            count += 2;
        }

        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        if (formats.Count > 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<numFmts count=\"{formats.Count}\">");
            foreach (var (i, code) in formats.Index()) xml.Append(CultureInfo.InvariantCulture, $"<numFmt numFmtId=\"{FirstOwnFormat + i}\" formatCode=\"{code}\"/>");
            xml.Append("</numFmts>");
        }
        xml.Append("<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>")
            .Append("<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>")
            .Append("<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style=\"thin\"/><diagonal/></border></borders>")
            .Append("<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
        xml.Append(CultureInfo.InvariantCulture, $"<cellXfs count=\"{count}\">")
            .Append("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>")
            .Append("<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"bottom\" wrapText=\"1\"/></xf>")
            .Append("<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>")
            .Append("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>")
            .Append("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment indent=\"1\"/></xf>")
            .Append("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment indent=\"2\"/></xf>")
            .Append(cells)
            .Append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
        Xml = xml.ToString();
    }

    internal string Xml { get; }

    /// <summary>The format of a column's cells.</summary>
    /// <param name="position">The column's place in the sheet.</param>
    /// <param name="bold">True in sums.</param>
    internal static int Of(int position, bool bold) => FirstColumn + (2 * position) + (bold ? 1 : 0);

    /// <summary>The format of the first cell in a row that is a part.</summary>
    /// <param name="level">1 or 2.</param>
    internal static int Indented(int level) => FirstIndent + level - 1;

    /// <summary>Excel stores formats in its own tongue: <c>#,##0</c> is what Swedish Excel shows and calls <c># ##0</c>.</summary>
    private static string? Code(Column column)
    {
        if (column.Kind == ColumnKind.Date) return "yyyy\\-mm\\-dd";
        if (!column.IsNumeric) return null;
        var figure = "#,##0" + (column.ShownDecimals > 0 ? "." + new string('0', column.ShownDecimals) : "");
        return column.Signed ? $"+{figure};\u2212{figure};{figure}" : figure;
    }
}
