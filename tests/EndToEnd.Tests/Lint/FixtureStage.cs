using System.Text.RegularExpressions;
using Countersign.EndToEnd.Client;
using Countersign.Inspector.Lint;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>A fixture of tests/Fixtures/lint on the real server, on ports and in a folder of its own.</summary>
internal static partial class FixtureStage
{
    /// <summary>Starts the server, sends each request, and compares the answer with what the fixture says and with what the lint predicts.</summary>
    /// <param name="name">The fixture.</param>
    /// <param name="program">The server.</param>
    /// <param name="prepare">Writes what else it needs; its arguments.</param>
    public static async Task CompareAsync(string name, string program, Func<RealServer, LintFixture, string[]> prepare)
    {
        var fixture = LintFixture.Read(name);
        var predictions = Predict(fixture);
        var (cancel, tlsPort) = (TestContext.Current.CancellationToken, Site.FreePort());
        await using var server = await RealServer.StartAsync(program, real =>
        {
            fixture.WriteTo(real.PathOf(""), text => Edit(text, real, tlsPort));
            real.Write("srv/tls.pem", RawRequest.Certificate());
            return prepare(real, fixture);
        });

        var differences = new List<string>();
        foreach (var (request, prediction) in fixture.Requests.Zip(predictions))
        {
            var status = await RawRequest.StatusAsync(request, request.Url.StartsWith("https:", StringComparison.Ordinal) ? tlsPort : server.Port, cancel);
            if (status != request.Status)
                differences.Add($"{request}: the server answers {status}, the fixture says {request.Status}");
            if (prediction is not null && !Agrees(prediction, status))
                differences.Add($"{request}: the server answers {status}, the lint predicts {prediction.Access} {prediction.Status}: {prediction.Sentence}");
        }

        Assert.True(differences.Count == 0, $"{name}: {string.Join("; ", differences)}");
    }

    private static List<AccessDecision?> Predict(LintFixture fixture)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        try
        {
            fixture.WriteTo(folder.FullName);
            var linter = LintCatalogue.All.First(each => each.Kind == fixture.Name.Split('/')[0]);
            var linted = linter.Lint(fixture.Main, new DiskFiles(folder.FullName));
            return [.. fixture.Requests.Select(request => request.IsAuthorized ? null : linted.Why(request.Method, new(request.Url)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Agrees(AccessDecision prediction, int status) => prediction.Access switch
    {
        Access.NotDecided => false,
        Access.Open => status is not (401 or 403 or 500) and not (>= 300 and < 400),
        _ => (prediction.Status ?? status) == status,
    };

    private static string Edit(string text, RealServer server, int tlsPort)
    {
        text = Folder().Replace(text, server.PathOf("srv"));
        text = Port80().Replace(text, server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Port443().Replace(text, tlsPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"/srv\b", RegexOptions.None, 1000)]
    private static partial Regex Folder();

    [GeneratedRegex(@"(?<=Listen |:)80\b(?=[> \n])", RegexOptions.None, 1000)]
    private static partial Regex Port80();

    [GeneratedRegex(@"(?<=Listen |:)443\b(?=[> \n])", RegexOptions.None, 1000)]
    private static partial Regex Port443();
}
