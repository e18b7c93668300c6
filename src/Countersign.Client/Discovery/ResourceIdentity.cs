namespace Countersign.Client.Discovery;

/// <summary>Whether a resource is the one that was asked for (RFC 9728 §3.3, §6): compared letter by letter, and never of another origin.</summary>
internal static class ResourceIdentity
{
    /// <summary>Whether an identifier is that of an address.</summary>
    /// <param name="resource">The identifier.</param>
    /// <param name="target">The address that was asked for.</param>
    /// <param name="scope">What an identifier stands for.</param>
    public static bool IsOf(string resource, Uri target, ResourceScope scope)
    {
        if (IsSame(resource, AddressOf(target)) || resource == target.OriginalString || resource == target.AbsoluteUri)
            return true;
        return scope == ResourceScope.Folder
            && Uri.TryCreate(resource, UriKind.Absolute, out var folder) && (folder.Scheme == Uri.UriSchemeHttps || folder.Scheme == Uri.UriSchemeHttp)
            && folder is { Query: "", Fragment: "", UserInfo: "" } && Origin.Of(folder) == Origin.Of(target) && Covers(folder.AbsolutePath, target.AbsolutePath);
    }

    /// <summary>Whether two identifiers are the same; that of a whole host may have its slash or not, since no request tells them apart.</summary>
    public static bool IsSame(string resource, string asked) =>
        resource == asked || (IsHost(asked) && (resource + '/' == asked || resource == asked + '/'));

    /// <summary>An address without query and fragment.</summary>
    public static string AddressOf(Uri target) => target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static bool IsHost(string asked) => Uri.TryCreate(asked, UriKind.Absolute, out var address) && address.AbsolutePath == "/";

    private static bool Covers(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == '/');
}
