using System.Text;
using System.Text.Json;
using Countersign.Inspector.Tokens;

namespace Countersign.WebConsole.Pages.Tokens;

/// <summary>The words that the page's module speaks: those of <c>countersign token decode</c>.</summary>
internal static class TokenCatalogue
{
    /// <summary>They as JSON that may stand in a page.</summary>
    public static string Text { get; } = Write();

    private static string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            TokenCatalogueJson.Write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
