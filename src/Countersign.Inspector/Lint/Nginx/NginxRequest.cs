using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>A request without credentials on its way through a server, as nginx changes it.</summary>
internal sealed class NginxRequest
{
    private const int MaxUriChanges = 10;

    public NginxRequest(string method, string scheme, string host, int port, string target)
    {
        (Method, Scheme, Host, Port, Target) = (method, scheme, host, port, target);
        SetTarget(target);
    }

    public string Method { get; set; }

    public string Scheme { get; }

    /// <summary>The host, without its port, in lower case.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>Path and query as they were sent.</summary>
    public string Target { get; }

    /// <summary>The path as it is looked for: decoded, without dots and doubled strokes.</summary>
    public string Uri { get; set; } = "/";

    public string Arguments { get; set; } = "";

    /// <summary>Values of <c>set</c>; null for what can't be known here.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Match? Captures { get; private set; }

    public bool IsInternal { get; set; }

    public bool IsSubrequest { get; init; }

    public bool HasErrorPage { get; set; }

    public int UriChanges { get; set; } = MaxUriChanges;

    /// <summary>The status that an error page answers with instead of its own; 0 for its own.</summary>
    public int ErrorStatus { get; set; }

    /// <summary>The directives that decided up to now.</summary>
    public List<Directive> Trace { get; private init; } = [];

    public NginxRequest Subrequest(string uri)
    {
        var request = new NginxRequest("GET", Scheme, Host, Port, Target) { IsSubrequest = true, IsInternal = true, Trace = Trace };
        foreach (var (name, value) in Variables)
            request.Variables[name] = value;
        // The word is taken as it is: a question mark in it begins no query.
        request.Uri = uri;
        return request;
    }

    /// <summary>Notes a match, of which later directives may use the groups.</summary>
    public void Take(Match match)
    {
        Captures = match;
        foreach (Group group in match.Groups)
        {
            if (group.Success && !char.IsAsciiDigit(group.Name[0]))
                Variables[group.Name] = group.Value;
        }
    }

    public void Note(Directive? directive)
    {
        if (directive is not null && !Trace.Contains(directive))
            Trace.Add(directive);
    }

    public void SetTarget(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        Uri = Normalized(mark < 0 ? target : target[..mark]);
        Arguments = mark < 0 ? "" : target[(mark + 1)..];
    }

    /// <summary>A path decoded, without dots and doubled strokes.</summary>
    public static string Normalized(string path)
    {
        var decoded = path.Contains('%', StringComparison.Ordinal) ? System.Uri.UnescapeDataString(path) : path;
        var kept = new List<string>();
        foreach (var part in decoded.Split('/'))
        {
            if (part == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (part is not ("" or "." or ".."))
                kept.Add(part);
        }

        var isFolder = kept.Count > 0 && (decoded.EndsWith('/') || decoded.EndsWith("/.", StringComparison.Ordinal) || decoded.EndsWith("/..", StringComparison.Ordinal));
        return new StringBuilder("/").AppendJoin('/', kept).Append(isFolder ? "/" : "").ToString();
    }
}
