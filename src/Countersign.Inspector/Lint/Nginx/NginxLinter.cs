using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Reads and judges configurations of nginx: a whole one with what it includes, what <c>nginx -T</c> wrote, or a file that others include.</summary>
internal sealed partial class NginxLinter : ConfigurationLinter
{
    private const int MaxLooked = 200_000;

    /// <inheritdoc/>
    public override string Kind => "nginx";

    /// <inheritdoc/>
    public override IEnumerable<CheckRow> Rows => NginxChecks.All.Select(check => check.Row);

    /// <inheritdoc/>
    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (name is "nginx.conf" || Dumped().IsMatch(text.Length > 4096 ? text[..4096] : text))
            return 100;
        var looked = text.Length > MaxLooked ? text[..MaxLooked] : text;
        if (Block().IsMatch(looked))
            return 80;
        return name.EndsWith(".conf", StringComparison.Ordinal) && Line().IsMatch(looked) ? 60 : 0;
    }

    /// <inheritdoc/>
    public override bool Knows(string text) => Dumped().IsMatch(text) || Known().IsMatch(text);

    /// <inheritdoc/>
    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var text = files.Read(file);
        if (text is null)
            return new NginxConfiguration(new(new(files, ""), files, ""), [file]) { Problems = [(file, new(1, 0, "it can't be read"))] };
        var dump = NginxDump.Of(text);
        var (main, source) = dump is null ? (file, files) : (dump.Main, (IConfigurationFiles)dump);
        var prefix = main.LastIndexOf('/') is > 0 and var at ? main[..at] : "";
        var reader = new NginxReader(source, prefix);
        reader.Read(main, dump is null ? text : dump.Read(main)!);
        var model = new NginxModel(reader, source, prefix);
        var view = new NginxView(model);
        var findings = reader.Secrets.Without(reader.JudgedBy(model.Judging, check => check.Judge(view), file));
        return new NginxConfiguration(model, dump is null ? reader.Files : [file, .. reader.Files]) { Findings = findings, Problems = reader.Problems };
    }

    [GeneratedRegex(@"^# configuration file [^\r\n]+:\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Dumped();

    [GeneratedRegex(
        @"(^|[;{}])[ \t]*((absolute|access|add|addition|aio|ancient|auth|autoindex|brotli|charset|chunked|client|connection|create|dav|default|directio|disable|error|fastcgi|flv|geoip|grpc|gunzip|gzip|http2|http3|if|image|index|ip|js|keepalive|keyval|large|limit|lingering|load|log|lua|mail|memcached|merge|min|mirror|modsecurity|more|mp4|msie|opentelemetry|otel|open|output|perl|pass|port|postpone|proxy|quic|random|read|real|recursive|referer|request|reset|resolver|satisfy|scgi|secure|send|server|set|slice|split|ssi|ssl|status|stub|sub|subrequest|tcp|try|types|underscores|uninitialized|userid|uwsgi|valid|variables|worker|xml|xslt|zone)_[a-z0-9_]+|http|server|events|stream|mail|location|upstream|map|geo|types|if|include|listen|root|index|alias|return|rewrite|break|set|allow|deny|satisfy|internal|expires|charset|resolver|user|pid|daemon|env|gzip|sendfile|slice|autoindex|aio|etag|ssl|ssi|mirror|perl|hash|least_conn|zone|api|status|empty_gif|flv|mp4|f4f|hls)([ \t]+[^;{}\r\n]{0,2000})?[ \t]*([;{]|\r?\n[ \t]*\{)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Known();

    [GeneratedRegex(@"^[ \t]*((http|server|events)[ \t]*\{|location[ \t]+([=~^*]+[ \t]*)?[^\s{]+[ \t]*\{|upstream[ \t]+[\w.-]+[ \t]*\{)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ \t]*(proxy_pass|proxy_set_header|auth_basic|auth_basic_user_file|auth_request|fastcgi_param|add_header|ssl_certificate|include|map|satisfy|allow|deny)[ \t]+[^\n]*;[ \t]*(#.*)?\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Line();
}
