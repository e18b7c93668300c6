using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>A server as its files make it.</summary>
internal sealed class ApacheServer
{
    private readonly Lazy<ImmutableArray<ProtectedPlace>> _places;

    public ApacheServer(string file, IConfigurationFiles files)
    {
        (Files, Reader) = (files, new(files));
        Top = Reader.Read(file);
        IsBeside = Path.GetFileName(file).StartsWith(".ht", StringComparison.Ordinal);
        Main = new(null, Top, null, Reader);
        Hosts = [.. Main.Own.Where(each => ApacheReader.Is(each, "<VirtualHost")).Select(each => new ApacheHost(each, each.Children, Main, Reader))];
        IsWhole = Reader.Modules.AreKnown || Main.Own.Any(each => ApacheReader.Is(each, "ServerRoot") || ApacheReader.Is(each, "Listen") || ApacheReader.Is(each, "ErrorLog") && Hosts.IsEmpty);
        _places = new(() => [.. ProtectedPlace.Of(this)]);
    }

    public IConfigurationFiles Files { get; }

    public Judging Judging { get; } = new();

    public ApacheReader Reader { get; }

    /// <summary>What stands outside all blocks.</summary>
    public ImmutableArray<Directive> Top { get; }

    public ApacheHost Main { get; }

    public ImmutableArray<ApacheHost> Hosts { get; }

    /// <summary>Whether the file is an .htaccess of its own.</summary>
    public bool IsBeside { get; }

    /// <summary>Whether the files are all that the server has, so that what is not in them is not there.</summary>
    public bool IsWhole { get; }

    /// <summary>Names of the files that may lie beside what is served.</summary>
    public ImmutableArray<string> NamesBeside => Main.All("AccessFileName").FirstOrDefault()?.Arguments.Select(name => name.Text).ToImmutableArray() ?? [".htaccess"];

    /// <summary>Each place that somebody means to protect, and what becomes of a request for it.</summary>
    public ImmutableArray<ProtectedPlace> Places => _places.Value;

    /// <summary>All that counts, however deep, .htaccess files included that were met.</summary>
    public IEnumerable<Directive> All => Deep(Top);

    /// <summary>All that counts within some blocks.</summary>
    public IEnumerable<Directive> Deep(IEnumerable<Directive> directives) => Reader.Active(directives).SelectMany(each => Deep(each.Children).Prepend(each));

    public ApacheAnswer Ask(string method, Uri url) =>
        Ask(new(method, ApacheRequest.PathOf(url), HostOf(url)) { Name = url.Host, Port = url.Port, Query = url.Query.TrimStart('?') });

    public ApacheAnswer Ask(ApacheHost host, string path, string method = "GET")
    {
        var url = host.Address(path);
        return Ask(new(method, path, host) { Name = url.Host, Port = url.Port });
    }

    public ApacheAnswer Ask(ApacheRequest request)
    {
        Judging.Count(40 + request.Host.Sections.Length);
        return ApacheAnswer.Of(this, request);
    }

    /// <summary>Those that answer: the virtual hosts, and the main server where there are none.</summary>
    public ImmutableArray<ApacheHost> Answering => Hosts.IsEmpty ? [Main] : Hosts;

    private ApacheHost HostOf(Uri url)
    {
        var there = Hosts.Where(host => host.IsOnPort(url.Port)).ToList();
        return there.Find(host => host.IsCalled(url.Host)) ?? (there is [var first, ..] ? first : Main);
    }
}
