using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>Which modules a server has.</summary>
internal sealed class ApacheModules
{
    /// <summary>Names that <c>IfModule</c> still asks for, of modules that httpd 2.2 or 2.4 renamed or dropped.</summary>
    private static readonly ImmutableHashSet<string> Bygone = ["auth", "access", "auth_dbm", "auth_anon", "auth_ldap", "auth_mysql", "digest", "imap"];

    private static readonly ImmutableHashSet<string> BuiltIn = ["core", "so", "http", "http_core", "log_config", "logio", "version", "unixd", "watchdog", "mpm_event", "mpm_prefork", "mpm_worker"];

    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);

    /// <summary>Whether the files say which there are. A server that loads none of those that judge access has them built in, with others.</summary>
    public bool AreKnown => _loaded.Contains("authz_core");

    public void Load(string name) => _loaded.Add(Bare(name));

    /// <summary>Whether a module is there, by its name or that of its file: those that are known to httpd 2.4 are, where the files do not tell.</summary>
    public bool Has(string name) => AreKnown ? _loaded.Contains(Bare(name)) || BuiltIn.Contains(Bare(name)) : !Bygone.Contains(Bare(name));

    // mod_auth_basic.c and auth_basic_module are one.
    private static string Bare(string name)
    {
        name = name.EndsWith(".c", StringComparison.Ordinal) ? name[..^2] : name;
        name = name.EndsWith("_module", StringComparison.Ordinal) ? name[..^7] : name;
        return name.StartsWith("mod_", StringComparison.Ordinal) ? name[4..] : name;
    }
}
