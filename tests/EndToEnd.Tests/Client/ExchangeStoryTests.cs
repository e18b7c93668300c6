using System.Text;
using Countersign.Cli.Requests;
using Countersign.Cli.Requests.Recording;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>An exchange gives its secrets away to the redaction before anything of them is told.</summary>
public sealed class ExchangeStoryTests
{
    private const string Secret = "told-too-early";

    [Theory]
    [InlineData("application/x-www-form-urlencoded", $"password={Secret}")]
    [InlineData("application/json", $$"""{"password":"{{Secret}}"}""")]
    [InlineData("application/json", $$"""{"file":"{{"\0"}}","password":"{{Secret}}"}""")]
    [InlineData("multipart/form-data; boundary=b", $"--b\r\nContent-Disposition: form-data; name=file\r\n\r\n\0\u0001\u00FF\r\n--b\r\nContent-Disposition: form-data; name=password\r\n\r\n{Secret}\r\n--b--\r\n")]
    public void What_was_sent_is_known_when_its_answer_is_told(string type, string content)
    {
        var told = new StringWriter();
        var story = StoryTo(told, new());
        var message = Message("POST", ("Content-Type", type));
        message.Content!.Add(Encoding.Latin1.GetBytes(content));

        story.Sent(message, isBackChannel: false);
        message.Answer = new(400, "Bad Request", [("X-Echo", $"got {Secret}")], new(100));
        story.Received(message, isBackChannel: false);

        Assert.Contains("X-Echo: got ***", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_answer_brought_is_known_when_the_next_message_is_told()
    {
        var told = new StringWriter();
        var story = StoryTo(told, new());
        var asked = Message("POST");
        asked.Answer = new(200, "OK", [("Content-Type", "application/json")], new(1000));
        asked.Answer.Content.Add(Encoding.UTF8.GetBytes($$"""{"id_token":"{{Secret}}"}"""));

        story.Sent(asked, isBackChannel: true);
        story.Received(asked, isBackChannel: true);
        story.Sent(Message("GET", ("X-Who", Secret)), isBackChannel: false);

        Assert.Contains("X-Who: ***", told.ToString(), StringComparison.Ordinal);
    }

    private static ExchangeStory StoryTo(StringWriter told, Redaction redaction) =>
        new(redaction, new StoryText(told, redaction, useColour: false, showsFields: true, reauthenticates: true) { CredentialsFor = null }, TimeProvider.System);

    private static RecordedMessage Message(string method, params (string Name, string Value)[] fields) =>
        new(method, new("https://api.example/x"), DateTimeOffset.UnixEpoch) { Version = new(1, 1), Fields = [.. fields], Content = new(10_000) };
}
