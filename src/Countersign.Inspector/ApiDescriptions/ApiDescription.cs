using System.Collections.Immutable;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>What an API says of itself, as far as it concerns who may ask.</summary>
/// <param name="Operations">Its operations.</param>
/// <param name="BasePaths">The paths below which they stand, the longest first, without a stroke at the end.</param>
internal sealed record ApiDescription(ImmutableArray<ApiOperation> Operations, ImmutableArray<string> BasePaths)
{
    /// <summary>The operation of a request; null where there is none.</summary>
    public ApiOperation? Find(string method, Uri url) => At(url).FirstOrDefault(each => each.Method.Equals(method, StringComparison.OrdinalIgnoreCase));

    /// <summary>The operations at an address by whatever method, those without parameters first. Of a server only the path counts: descriptions name another host than that of a test.</summary>
    public IEnumerable<ApiOperation> At(Uri url)
    {
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        foreach (var below in BasePaths)
        {
            if (!path.StartsWith(below, StringComparison.Ordinal))
                continue;
            var found = Operations.Where(each => each.IsAt(path[below.Length..] is { Length: > 0 } rest ? rest : "/")).OrderBy(each => each.Parameters).ThenByDescending(each => each.Template.Length).ToList();
            if (found.Count > 0)
                return found;
        }

        return [];
    }
}
