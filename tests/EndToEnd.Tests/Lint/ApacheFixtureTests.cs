using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>The fixtures of Apache on the real one: it answers as they say, and as the lint predicts.</summary>
public sealed class ApacheFixtureTests
{
    private static readonly string[] Modules =
    [
        "authn_core", "authn_file", "authn_anon", "authz_core", "authz_host", "authz_user", "authz_groupfile", "access_compat", "auth_basic", "auth_digest", "auth_form", "session", "session_cookie", "request",
        "alias", "rewrite", "dir", "env", "setenvif", "headers", "proxy", "proxy_http", "proxy_fcgi", "ssl", "socache_shmcb",
    ];

    public static TheoryData<string> Fixtures => [.. LintFixture.Of("apache").Where(name => LintFixture.Read(name).Requests.Count > 0)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public Task Answers_as_the_fixture_says_and_the_lint_predicts(string name) => FixtureStage.CompareAsync(name, "/usr/sbin/apache2", (server, fixture) =>
    {
        var ownModules = fixture.Files[0].Text.Contains("LoadModule", StringComparison.Ordinal);
        server.Write("first.conf", $"""
            LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
            {(ownModules ? "" : string.Join('\n', Modules.Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so")))}
            PidFile {server.PathOf("pid")}
            Mutex file:{server.PathOf("")}
            DefaultRuntimeDir {server.PathOf("")}
            ErrorLog /dev/stderr
            StartServers 1
            """);
        return ["-f", server.PathOf(fixture.Main[1..]), "-C", $"Include {server.PathOf("first.conf")}", "-DFOREGROUND"];
    });
}
