using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Countersign.EndToEnd.Client;
using Countersign.Lab.Exercises;
using Xunit;

namespace Countersign.EndToEnd.Labs;

/// <summary>The exercises in a terminal: their solutions as they are shown, carried out by a shell with real curl.</summary>
public sealed class LabTests : IDisposable
{
    private readonly CommandHome _home = new();

    public static TheoryData<int> Numbers => [.. Laboratory.Exercises.Select(exercise => exercise.Number)];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Is_solved_by_the_lines_that_it_shows(int number)
    {
        Programs.Need("/usr/bin/curl");
        using var lab = _home.Start("lab", Text(number), "--listen", "127.0.0.1:0", "--until-solved", "--format", "json");
        var address = await AddressAsync(lab);
        var solution = await _home.RunAsync("lab", "solution", Text(number), "--yes");
        Assert.Contains($"LAB={address}\n", solution.Output, StringComparison.Ordinal);

        var ran = await ShellAsync(solution.Output);
        var told = await EndAsync(lab, () => $"{ran.Output}\n{ran.Error}");

        Assert.Contains("\"event\":\"solved\"", told, StringComparison.Ordinal);
        Assert.Equal(0, lab.ExitCode);
        Assert.Contains("solved: ", Line(await _home.RunAsync("lab"), number), StringComparison.Ordinal);
        Assert.StartsWith("1 of ", (await _home.RunAsync("lab", "learnt")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--proxy-anyauth -U out:exit --anyauth -u 'anna:open sesame' \"$SHOP/orders\"", "digest")]
    [InlineData("--proxy-digest -U out:exit -u 'anna:open sesame' \"$SHOP/orders\"", "digest")]
    [InlineData("-U out:exit -u 'anna:open sesame' \"$SHOP/orders\"", "at-once")]
    [InlineData("--proxytunnel -U out:exit -u 'anna:open sesame' \"http://${SHOP#https://}/orders\"", "cleartext-tunnel")]
    public async Task Is_refused_twice_and_gets_in_by_whatever_curl_takes_for_it(string arguments, string route)
    {
        Programs.Need("/usr/bin/curl");
        using var lab = _home.Start("lab", "19", "--listen", "127.0.0.1:0", "--until-solved", "--format", "json");
        await AddressAsync(lab);
        var settings = (await _home.RunAsync("lab", "solution", "19", "--yes")).Output.Split('\n').Take(5);

        var ran = await ShellAsync($"{string.Join('\n', settings)}\ncurl -si -w '%{{http_version}}' --cacert \"$CA\" -x \"$PROXY\" {arguments}; rm \"$CA\"");
        var told = await EndAsync(lab, () => $"{ran.Output}\n{ran.Error}");

        Assert.EndsWith(route == "cleartext-tunnel" ? "1.1" : "2", ran.Output, StringComparison.Ordinal);
        Assert.Contains($"\"route\":\"{route}\"", told, StringComparison.Ordinal);
        Assert.Contains("\"minimal\":true", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-U 'anna:open sesame' -u out:exit", "shop-login-to-proxy")]
    [InlineData("-U out:exit -u out:exit", "proxy-login-to-shop")]
    [InlineData("-U out:exit -u 'anna:open sesame' --proxy-header 'Authorization: Basic YW5uYTpvcGVuIHNlc2FtZQ=='", "shop-login-to-proxy")]
    [InlineData("-U out:exit -u 'anna:open sesame' -H 'Proxy-Authorization: Basic b3V0OmV4aXQ='", "proxy-login-to-shop")]
    [InlineData("-U out:exit", "shop-asks")]
    [InlineData("-u 'anna:open sesame'", "proxy-asks")]
    public async Task Says_which_of_the_two_got_what_is_meant_for_the_other(string arguments, string slug)
    {
        Programs.Need("/usr/bin/curl");
        using var lab = _home.Start("lab", "19", "--listen", "127.0.0.1:0");
        await ReadUntilAsync(lab, "LAB=");
        var settings = (await _home.RunAsync("lab", "solution", "19", "--yes")).Output.Split('\n').Take(5);

        var ran = await ShellAsync($"{string.Join('\n', settings)}\ncurl -s -o /dev/null --cacert \"$CA\" -x \"$PROXY\" {arguments} \"$SHOP/orders\"; rm \"$CA\"; curl -s \"$LAB/state\"");
        lab.Kill(entireProcessTree: true);

        using var state = JsonDocument.Parse(ran.Output);
        Assert.False(state.RootElement.GetProperty("solved").GetBoolean());
        Assert.Equal(slug, state.RootElement.GetProperty("nearMiss").GetProperty("slug").GetString());
    }

    [Fact]
    public async Task Says_what_an_answer_lacks_and_ends_with_1()
    {
        using var lab = _home.Start("lab", "1", "--listen", "127.0.0.1:0");
        await ReadUntilAsync(lab, "LAB=");

        var early = await _home.RunAsync("lab", "answer", "1", "scheme=Basic", "realm=Archive");

        Assert.Equal(1, early.Code);
        Assert.Contains("counts only with the exchange that shows it: ask http://127.0.0.1:", early.Output, StringComparison.Ordinal);
        lab.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Takes_nobody_elses_solution_for_that_of_this_user()
    {
        Programs.Need("/usr/bin/curl");
        using var lab = _home.Start("lab", "2", "--listen", "127.0.0.1:0", "--until-solved", "--format", "json");
        var address = await AddressAsync(lab);

        await ShellAsync($"curl -s -u anna:open:sesame {address.Replace("/me", "/bob", StringComparison.Ordinal)}/door");
        await ShellAsync($"curl -s {address}/door");
        var told = await lab.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Contains("\"event\":\"recorded\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("solved", Line(await _home.RunAsync("lab"), 2), StringComparison.Ordinal);
        lab.Kill(entireProcessTree: true);
    }

    [Theory]
    [InlineData("lab", "1")]
    [InlineData("simulate")]
    [InlineData("console")]
    [InlineData("record")]
    public async Task Ends_with_a_signal_that_comes_as_soon_as_it_serves(params string[] command)
    {
        for (var time = 0; time < 3; time++)
        {
            using var serving = _home.Start([.. command, "--listen", "127.0.0.1:0"]);
            await ReadUntilAsync(serving, "listening on ");

            await Programs.RunAsync("kill", ["-TERM", Text(serving.Id)]);
            var told = await EndAsync(serving, () => "the signal was lost");

            Assert.Equal(0, serving.ExitCode);
            Assert.DoesNotContain("Exception", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Shows_nothing_that_a_terminal_obeys()
    {
        Programs.Need("/usr/bin/curl");
        using var lab = _home.Start("lab", "1", "--listen", "127.0.0.1:0");
        var address = (await ReadUntilAsync(lab, "LAB="))["LAB=".Length..];

        await ShellAsync($"curl -s {address}/%1b%5b2J; curl -s -d '%1b%5b2J=1' {address}/answer");
        var place = await ReadUntilAsync(lab, "  GET ");
        var answer = await ReadUntilAsync(lab, "  ! ");

        Assert.Contains("GET \\u{1B}[2J", place, StringComparison.Ordinal);
        Assert.Contains("no part \\u{1B}[2J", answer, StringComparison.Ordinal);
        lab.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task Keeps_hints_and_forgets_them_when_it_is_told_to()
    {
        Assert.StartsWith("Hint 1 of 3: ", (await _home.RunAsync("lab", "hint", "2")).Output, StringComparison.Ordinal);
        Assert.Contains("Hint 2 of 3: ", (await _home.RunAsync("lab", "hint", "2")).Output, StringComparison.Ordinal);
        Assert.Contains("2 hints", Line(await _home.RunAsync("lab"), 2), StringComparison.Ordinal);
        await _home.RunAsync("lab", "2", "--reset");
        Assert.DoesNotContain("hint", Line(await _home.RunAsync("lab"), 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loses_nothing_of_progress_that_it_cannot_read()
    {
        await _home.RunAsync("lab", "hint", "2");
        var file = Assert.Single(_home.Files, each => Path.GetFileName(each) == "progress.json");
        await File.WriteAllTextAsync(file, "{ \"seed\": \"mine", TestContext.Current.CancellationToken);

        var ran = await _home.RunAsync("lab");

        Assert.Equal(0, ran.Code);
        Assert.Contains("can't be read", ran.Error, StringComparison.Ordinal);
        Assert.Equal("{ \"seed\": \"mine", await File.ReadAllTextAsync(Assert.Single(_home.Files, each => each.Contains("unreadable", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Shows_no_solution_unless_it_is_wanted()
    {
        var ran = await _home.RunWithInputAsync("n\n", "lab", "solution", "1");

        Assert.Equal(1, ran.Code);
        Assert.Equal("", ran.Output);
    }

    [Fact]
    public async Task Takes_no_answer_where_nobody_serves_and_no_exercise_that_is_not_there()
    {
        Assert.Contains("nobody serves exercises", (await _home.RunAsync("lab", "answer", "1", "scheme=Basic", "realm=x")).Error, StringComparison.Ordinal);
        var (none, nothing, open) = (await _home.RunAsync("lab", "99"), await _home.RunAsync("lab", "--until-solved"), await _home.RunAsync("lab", "1", "--listen", "0.0.0.0:0"));
        Assert.Equal([2, 2, 2], [none.Code, nothing.Code, open.Code]);
        Assert.StartsWith("countersign: there is no exercise 99;", none.Error, StringComparison.Ordinal);
        Assert.StartsWith("countersign: --until-solved is for one exercise", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("--allow-others", open.Error, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Line(Ran list, int number) => list.Output.Split('\n').First(line => line.TrimStart().StartsWith($"{Text(number)}  ", StringComparison.Ordinal));

    private static async Task<string> AddressAsync(Process lab)
    {
        var line = await lab.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotNull(line);
        using var told = JsonDocument.Parse(line);
        return told.RootElement.GetProperty("address").GetString()!;
    }

    private static async Task<string> ReadUntilAsync(Process lab, string part)
    {
        while (await lab.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        return "";
    }

    private static async Task<string> EndAsync(Process lab, Func<string> more)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var told = lab.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await lab.WaitForExitAsync(patience.Token);
            return await told;
        }
        catch (OperationCanceledException late)
        {
            lab.Kill(entireProcessTree: true);
            throw new TimeoutException($"The lines did not solve it: {more()}", late);
        }
    }

    private Task<Ran> ShellAsync(string lines) => Programs.RunAsync(
        "env",
        ["-u", "XDG_DATA_HOME", "-u", "XDG_CONFIG_HOME", "-u", "NO_PROXY", "-u", "no_proxy", "-u", "http_proxy", $"HOME={_home.PathOf("")}", "sh", "-c", $"countersign() {{ dotnet exec '{Checkout.Command}' \"$@\"; }}\n{lines}"]);
}
