using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>
/// The rules of a request, in httpd's order: folders from the outermost, each with its .htaccess; folders by regular pattern; files; addresses.
/// Later ones win.
/// </summary>
internal sealed class ApacheWalk
{
    private readonly ApacheServer _server;
    private readonly ApacheHost _host;
    private readonly List<ApacheLayer> _layers = [];
    private readonly List<(string File, AllowedOverrides Allowed)> _unread = [];

    public ApacheWalk(ApacheServer server, ApacheRequest request, string? target)
    {
        (_server, _host) = (server, request.Host);
        if (request.File is { Length: > 0 } file)
        {
            Folders(file);
            Files(file[(file.LastIndexOf('/') + 1)..]);
        }
        else if (target is not null)
        {
            Add(_host.Sections.Where(section => section.Kind == "Proxy" && section.IsForTarget(target)));
        }

        Add(_host.Sections.Where(section => section.Kind == "Location" && section.IsForAddress(request.Path)));
    }

    public IReadOnlyList<ApacheLayer> Layers => _layers;

    /// <summary>Each .htaccess that is there and not read, or of which nobody here knows whether it is.</summary>
    public IReadOnlyList<(string File, AllowedOverrides Allowed)> Unread => _unread;

    /// <summary>What an .htaccess may not say, so that the server fails.</summary>
    public Directive? Forbidden { get; private set; }

    /// <summary>The folders from the outermost to a file, itself last: it may be a folder.</summary>
    public static IEnumerable<string> Lineage(string file)
    {
        yield return "/";
        for (var end = file.IndexOf('/', 1); end > 0; end = file.IndexOf('/', end + 1))
            yield return file[..end];
        if (!file.EndsWith('/') && file.Length > 1)
            yield return file;
    }

    private void Folders(string file)
    {
        var sections = _host.Sections.Where(section => section.Kind == "Directory").ToList();
        foreach (var folder in Lineage(file))
        {
            Add(sections.Where(section => section.IsForFolder(folder)), folder);
            Beside(folder);
        }

        var last = file[..Math.Max(file.LastIndexOf('/'), 1)];
        Add(sections.Where(section => section.IsForFolders(last)), last);
    }

    private void Beside(string folder)
    {
        foreach (var name in _server.NamesBeside)
        {
            var file = folder.TrimEnd('/') + "/" + name;
            var allowed = AllowedOverrides.Of(_layers, _server.IsWhole);
            if (_server.Reader.ReadBeside(file) is not { } said)
                continue;
            if (allowed.IsNone || allowed.IsUnknown)
            {
                _unread.Add((file, allowed));
                return;
            }

            var active = _server.Reader.Active(said).ToImmutableArray();
            var forbidden = active.Where(each => allowed.Allows(each) == false).ToList();
            if (forbidden.Count > 0 && !allowed.IsLenient)
                Forbidden ??= forbidden[0];
            _layers.Add(new(null, active.RemoveRange(forbidden)) { Beside = file, Folder = folder });
            return;
        }
    }

    // Those of the server, then those within the folders that were met.
    private void Files(string name)
    {
        var within = _layers.SelectMany(layer => layer.Directives).Select(ApacheSection.Of).OfType<ApacheSection>().ToList();
        Add(_host.Sections.Concat(within).Where(section => section.Kind == "Files" && section.IsForFile(name)));
    }

    private void Add(IEnumerable<ApacheSection> sections, string? folder = null)
    {
        foreach (var section in sections.ToList())
            _layers.Add(new(section.Directive, [.. _server.Reader.Active(section.Directive.Children)]) { Folder = folder });
    }
}
