using System.Net;
using Countersign.Inspector.Exchanges;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Pages.Simulator;
using Countersign.WebConsole.Ports;
using Xunit;

namespace Countersign.WebConsole.Pages;

public sealed class PlaygroundPageTests : IAsyncDisposable
{
    private readonly OrderedVisits _visits = new();
    private readonly ConsoleHost _console;

    public PlaygroundPageTests() => _console = new(new() { Visits = _visits });

    [Fact]
    public async Task What_was_composed_is_sent_and_stays_in_the_form()
    {
        var page = await _console.PostAsync("/playground",
            ("do", "send"), ("method", "PATCH"), ("url", "https://api.example/{{PLACE}}"), ("fields", "Accept: application/json\r\nX-Trace: 1"), ("content", "{}"),
            ("as", "basic"), ("user", "anna"), ("secret", "hush-hush"), ("answers", "yes"), ("var.PLACE", "orders"), ("times", "3"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var order = Assert.Single(_visits.Orders);
        Assert.Equal(("PATCH", "https://api.example/orders", "{}", "anna", "hush-hush", 3), (order.Method, order.Url.AbsoluteUri, order.Content, order.User, order.Password!.Reveal(), order.Times));
        Assert.Equal([("Accept", "application/json"), ("X-Trace", "1")], order.Fields);
        Assert.True(order.Answers);
        Assert.False(order.Follows);
        Assert.Contains("id=\"verdict\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"hush-hush\"", page.Text, StringComparison.Ordinal);
        Assert.Equal(1, page.Text.Split("hush-hush").Length - 1);
    }

    [Fact]
    public async Task What_variables_stand_for_is_for_one_origin_and_hidden_where_they_are_called_a_secret()
    {
        await _console.PostAsync("/playground",
            ("do", "send"), ("url", "https://api.example/"), ("fields", "X-Tenant: {{TENANT}}\nX-Pass: by {{TOKEN}}\nX-Trace: 1"), ("answers", "yes"), ("var.TENANT", "blue"), ("var.TOKEN", "hush-hush"));

        var order = Assert.Single(_visits.Orders);
        Assert.Equal(["X-Tenant", "X-Pass"], order.OwnFields);
        Assert.Equal(["hush-hush"], order.Secrets.Select(secret => secret.Reveal()));
    }

    [Fact]
    public async Task No_address_of_a_link_is_an_option_in_code()
    {
        var page = await _console.AskAsync("/playground?url=-o%2Ftmp%2Fx%3A%2F%2Fapi.example");

        Assert.Contains("https://-o/tmp/x://api.example</pre>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_and_code_are_had_without_sending()
    {
        var page = await _console.PostAsync("/playground", ("do", "share"), ("url", "https://api.example/"), ("fields", "Authorization: Bearer hush-hush-hush"));

        Assert.Empty(_visits.Orders);
        Assert.Contains("playground?url=https%3A%2F%2Fapi.example%2F&amp;fields=Authorization%3A%20Bearer%20%7B%7BTOKEN%7D%7D", page.Text, StringComparison.Ordinal);
        Assert.Equal(1, page.Text.Split("hush-hush-hush").Length - 1);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("cross-site")]
    [InlineData("same-origin")]
    public async Task A_shared_link_fills_the_form_in_and_sends_nothing(string site)
    {
        var page = await _console.AskAsync("/playground?url=https%3A%2F%2Fapi.example%2F&as=digest&user=anna&secret=hush-hush&do=send&answers=no", request => request.Headers["Sec-Fetch-Site"] = site);

        Assert.Empty(_visits.Orders);
        Assert.Contains("value=\"https://api.example/\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<option value=\"digest\" selected", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same-origin", 1)]
    [InlineData("none", 0)]
    [InlineData("cross-site", 0)]
    public async Task A_trial_of_the_simulator_is_sent_from_pages_of_the_console_alone(string site, int count)
    {
        var page = await _console.AskAsync("/playground?twist=challenge&value=absent", request => request.Headers["Sec-Fetch-Site"] = site);

        Assert.Equal(count, _visits.Orders.Count);
        Assert.Contains("/sim/401/basic?challenge=absent", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("twist=challenge&value=absent")]
    [InlineData("exercise=get-in-with-basic")]
    public async Task Where_no_servers_are_opened_no_link_opens_one(string query)
    {
        await using var console = new ConsoleHost(new() { Visits = _visits, Lab = null });

        var page = await console.AskAsync($"/playground?{query}", request => request.Headers["Sec-Fetch-Site"] = "same-origin");

        Assert.Empty(_visits.Orders);
        Assert.DoesNotContain("127.0.0.1:", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_trial_of_the_simulator_is_one_that_can_be_sent()
    {
        foreach (var each in SimulatorItem.All.SelectMany(item => item.Tries))
        {
            var page = await _console.AskAsync($"/playground{each.Query}", request => request.Headers["Sec-Fetch-Site"] = "same-origin");
            Assert.True(page.Status == HttpStatusCode.OK, $"{each.Label}: {page.Text[Math.Max(0, page.Text.IndexOf("said bad", StringComparison.Ordinal))..]}");
        }

        Assert.InRange(_visits.Orders.Count, SimulatorItem.All.Sum(item => item.Tries.Length), int.MaxValue);
    }

    [Theory]
    [InlineData("url", "ftp://api.example/", "Give an address of http or https")]
    [InlineData("url", "https://anna:hush@api.example/", "There are credentials in the address")]
    [InlineData("method", "GET /", "A method is a word")]
    [InlineData("fields", "no colon here", "this one does not: no colon here")]
    [InlineData("fields", "Authorization", "this one does not: Authorization")]
    [InlineData("fields", "A: {{B}}", "The variable B has no value yet")]
    [InlineData("as", "basic", "Give the name of the user.")]
    [InlineData("as", "bearer", "Give an access token")]
    [InlineData("as", "apikey", "Give the key.")]
    public async Task What_can_not_be_sent_is_told_with_the_reason(string name, string value, string reason)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["do"] = "send", ["url"] = "https://api.example/", [name] = value };
        var page = await _console.PostAsync("/playground", [.. values.Select(pair => (pair.Key, pair.Value))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(reason, page.Text, StringComparison.Ordinal);
        Assert.Empty(_visits.Orders);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private sealed class OrderedVisits : IVisits
    {
        public List<VisitOrder> Orders { get; } = [];

        public async Task<Recording> AskAsync(VisitOrder order, GuardedNetwork network, CancellationToken cancel)
        {
            Orders.Add(order);

            // What somebody wants to learn of is asked for really.
            if (order.Learn is { } learn)
                await SendAsync(order, network, learn, cancel);
            return new Recording { Source = RecordingSource.Live, Exchanges = [new() { Index = 0, Request = new() { Method = order.Method, Target = "/" }, Response = new() { Status = 401 } }] };
        }

        private static async Task SendAsync(VisitOrder order, GuardedNetwork network, Func<HttpResponseMessage, CancellationToken, Task> learn, CancellationToken cancel)
        {
            using var client = new HttpClient(network.Handler());
            using var message = new HttpRequestMessage(HttpMethod.Parse(order.Method), order.Url) { Content = order.Content.Length > 0 ? new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(order.Content)) : null };
            foreach (var (name, value) in order.Fields)
            {
                if (!message.Headers.TryAddWithoutValidation(name, value))
                    message.Content?.Headers.TryAddWithoutValidation(name, value);
            }

            try
            {
                using var answer = await client.SendAsync(message, cancel);
                await learn(answer, cancel);
            }
            catch (HttpRequestException)
            {
                // Some are broken off on purpose.
            }
        }
    }
}
