using System.Text;
using System.Xml;

namespace Countersign.Inspector.Crawl.Contents;

/// <summary>Reads sitemaps and their indexes (sitemaps.org), as XML, text or feed; and the pages of feeds.</summary>
internal static class SitemapReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
    };

    /// <summary>Reads as far as it can be read.</summary>
    /// <param name="content">The content, decoded of its content coding.</param>
    /// <param name="kind">What each page in it is.</param>
    /// <param name="links">Where they go.</param>
    public static void Read(ReadOnlyMemory<byte> content, LinkKind kind, LinkList links)
    {
        if (!StartsAsXml(content.Span))
        {
            foreach (var line in Encoding.UTF8.GetString(content.Span).Split('\n'))
            {
                if (line.StartsWith("http", StringComparison.OrdinalIgnoreCase))
                    links.Add(line, kind);
            }

            return;
        }

        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            using var xml = XmlReader.Create(stream, Settings);
            Read(xml, kind, links);
        }
        catch (XmlException)
        {
            // What was read before it broke counts.
        }
    }

    private static void Read(XmlReader xml, LinkKind kind, LinkList links)
    {
        var isIndex = false;
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
                continue;
            }

            if (xml.Depth == 0)
                isIndex = xml.LocalName == "sitemapindex";
            if ((xml.LocalName == "loc" && !IsExtension(xml.NamespaceURI)) || (xml.LocalName == "link" && xml.NamespaceURI.Length == 0))
            {
                if (xml.IsEmptyElement)
                    xml.Read();
                else
                    links.Add(xml.ReadElementContentAsString(), isIndex ? LinkKind.Sitemap : kind);
                continue;
            }

            // Atom; of its links only those to pages.
            if (xml.LocalName == "link" && xml.NamespaceURI == "http://www.w3.org/2005/Atom" && xml.GetAttribute("rel") is null or "alternate")
                links.Add(xml.GetAttribute("href"), kind);
            xml.Read();
        }
    }

    // An image in a sitemap is no page.
    private static bool IsExtension(string uri) => uri.Contains("/schemas/sitemap-", StringComparison.Ordinal);

    private static bool StartsAsXml(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];
        content = content.TrimStart(" \t\r\n"u8);
        return !content.IsEmpty && (content[0] == '<' || content[0] >= 0x80 || content[0] == 0);
    }
}
