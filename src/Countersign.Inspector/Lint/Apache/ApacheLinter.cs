using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint.Apache.Checks;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>Apache httpd: its configuration with all that it includes and the .htaccess files it reads, or an .htaccess alone.</summary>
internal sealed partial class ApacheLinter : ConfigurationLinter
{
    public override string Kind => "apache";

    public override IEnumerable<CheckRow> Rows => ApacheChecks.All.Select(check => check.Row);

    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (name is ".htaccess" or "httpd.conf" or "apache2.conf")
            return 100;
        if (name.StartsWith(".ht", StringComparison.Ordinal) || !Section().IsMatch(text) && !Directive().IsMatch(text))
            return 0;
        return Section().IsMatch(text) ? 90 : name.EndsWith(".conf", StringComparison.Ordinal) ? 50 : 20;
    }

    public override bool Knows(string text) => AnySection().IsMatch(text) || Known().IsMatch(text);

    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var server = new ApacheServer(file, files);
        var findings = server.Judging.By(ApacheChecks.All, check => check.Judge(server), file, server.Reader.Problems);
        return new ApacheConfiguration(server) { Findings = server.Reader.Secrets.Without(findings), Problems = server.Reader.Secrets.Without(server.Reader.Problems.All) };
    }

    [GeneratedRegex(@"^\s*<(VirtualHost|Directory(Match)?|Location(Match)?|Files(Match)?|IfModule|IfDefine|RequireA(ll|ny)|LimitExcept)\b[^>]*>\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^[ \t]*<(VirtualHost|Directory(Match)?|Location(Match)?|Files(Match)?|If\w*|Else(If)?|Require\w+|Limit(Except)?|Proxy(Match)?|Macro|Authn?\w*Alias)\b[^>\r\n]{0,2000}>", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AnySection();

    // Names that are words of the language count with what such lines go on with.
    [GeneratedRegex(
        @"^[ \t]*((LoadModule|Auth(Type|Name|UserFile|GroupFile|Merging|Basic\w+|Digest\w+|LDAP\w+|Form\w+|n\w+|z\w+|DBM?\w+)|Rewrite(Engine|Rule|Cond|Base|Map|Options)|Redirect(Match|Permanent|Temp)?|AliasMatch|ScriptAlias(Match)?|Server(Name|Alias|Root|Admin|Tokens|Signature|Path|Limit)|DocumentRoot|AllowOverride(List)?|IncludeOptional|ErrorDocument|ErrorLog|CustomLog|LogFormat|LogLevel|RequestHeader|SetEnv(If\w*)?|UnsetEnv|PassEnv|Proxy\w+|SSL\w+|Session\w+|OIDC\w+|Mellon\w+|Shib\w+|DirectoryIndex\w*|DirectorySlash|FileETag|Expires(Active|Default|ByType)|Add(Type|Handler|Encoding|Charset|DefaultCharset|OutputFilter\w*|Language|Icon\w*)|(Set|Remove)(Handler|Type|\w+Filter)|php_(value|flag|admin_\w+)|UnDefine|PidFile|KeepAlive\w*|AccessFileName|TraceEnable|TypesConfig|GSSAPI\w+|Krb\w+|RemoteIP\w+|IndexOptions|BrowserMatch\w*|UseCanonicalName\w*|NameVirtualHost|WSGI\w+|MD\w+|Sec(Rule\w*|Action|Filter\w*)|FallbackResource|ForceType|AcceptPathInfo|EnableSendfile|HostnameLookups|CGI\w+|DAV|Dav|SVN\w+|Suexec\w+|Limit(Request|Internal|XML)\w+|Header[ \t]+(always|onsuccess|set|unset|add|append|merge|edit\*?|echo|setifempty))[ \t]|Listen[ \t]+\S*\d|Include[ \t]+\S*[/.]\S*\s*$|Define[ \t]+\w+([ \t]+\S+)?\s*$|Alias[ \t]+""?/|Order[ \t]+(allow|deny|mutual)|(Allow|Deny)[ \t]+from[ \t]|Satisfy[ \t]+(any|all)|Options[ \t]+[+-]?(All|None|Indexes|FollowSymLinks|SymLinks\w+|ExecCGI|Includes\w*|MultiViews)|Require[ \t]+(not[ \t]+)?(all|valid-user|user|group|ip|host|env|method|expr|local|claim|ldap-\w+|db[dm]-\w+|file-\w+|forward-dns|shib-\w+|unix-\w+)\b|(User|Group)[ \t]+[\w${}#-]+\s*$|Timeout[ \t]+\d)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Known();

    [GeneratedRegex(@"^\s*(LoadModule\s+\w+_module|AuthType\s+(Basic|Digest|Form|None)\s*$|Require\s+(all|valid-user|user|group|ip|not)\b|RewriteEngine\s+(On|Off)|ServerRoot\s|IncludeOptional\s)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Directive();
}
