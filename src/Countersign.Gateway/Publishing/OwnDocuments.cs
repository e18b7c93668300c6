namespace Countersign.Gateway.Publishing;

/// <summary>The documents outside of <c>/.countersign/</c>, which are there only when they are configured (CONTRACT 12).</summary>
internal sealed class OwnDocuments(IEnumerable<OwnDocument> documents)
{
    public const string WellKnown = "/.well-known/";

    private readonly ILookup<string, OwnDocument> _byPath = documents.ToLookup(document => document.Path, StringComparer.Ordinal);

    /// <summary>The document at an address; null when there is none.</summary>
    public OwnDocument? Find(string host, string path)
    {
        if (!path.StartsWith(WellKnown, StringComparison.Ordinal))
            return null;
        foreach (var document in _byPath[path])
        {
            if (document.IsAt(host))
                return document;
        }

        return null;
    }
}
