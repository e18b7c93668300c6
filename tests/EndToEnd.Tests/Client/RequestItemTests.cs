using System.Collections.Immutable;
using System.Text;
using Countersign.Cli.Requests;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The words behind an address.</summary>
public sealed class RequestItemTests
{
    [Theory]
    [InlineData("X-Tenant:acme", "Field", "X-Tenant", "acme")]
    [InlineData("Authorization:Bearer a=b", "Field", "Authorization", "Bearer a=b")]
    [InlineData("Date: Sun, 22 Nov 2026 05:00:00 GMT", "Field", "Date", "Sun, 22 Nov 2026 05:00:00 GMT")]
    [InlineData("Accept:", "NoField", "Accept", "")]
    [InlineData("X-Empty;", "Field", "X-Empty", "")]
    [InlineData("page==2", "Query", "page", "2")]
    [InlineData("name=it's", "Text", "name", "it's")]
    [InlineData("url=http://a/?b==c", "Text", "url", "http://a/?b==c")]
    [InlineData("n:=1.5", "Json", "n", "1.5")]
    [InlineData("t=@note.txt", "TextOfFile", "t", "note.txt")]
    [InlineData("j:=@data.json", "JsonOfFile", "j", "data.json")]
    [InlineData("photo@me.png", "Upload", "photo", "me.png")]
    [InlineData("@all.bin", "Content", "", "all.bin")]
    [InlineData(@"a\:b=c", "Text", "a:b", "c")]
    [InlineData(@"a\=b==c", "Query", "a=b", "c")]
    [InlineData(@"C\:\\x:y", "Field", @"C:\x", "y")]
    public void Reads_an_item(string word, string kind, string name, string value) =>
        Assert.Equal((kind, name, value), RequestItem.Read(word) is { } item ? (item.Kind.ToString(), item.Name, item.Value) : default);

    [Theory]
    [InlineData("")]
    [InlineData("word")]
    [InlineData("=value")]
    [InlineData(":value")]
    [InlineData("@")]
    [InlineData("a;b")]
    public void Takes_nothing_else_for_one(string word) => Assert.Null(RequestItem.Read(word));

    [Fact]
    public void Items_make_an_object_or_a_form()
    {
        ImmutableArray<RequestItem> items = [Item("a=x & y"), Item("n:=[1,null]"), Item("b=ü\"")];

        Assert.Equal("""{"a":"x & y","n":[1,null],"b":"ü\""}""", TextOf(RequestItems.Content(items, isForm: false)));
        Assert.Equal("a=x+%26+y&b=%C3%BC%22", TextOf(RequestItems.Content([items[0], items[2]], isForm: true)));
    }

    [Fact]
    public void Parameters_go_behind_those_of_the_address()
    {
        var url = RequestItems.Address(new("https://api.example/x?a=%2F"), [Item("b==c d&"), Item("X:y")]);

        Assert.Equal("https://api.example/x?a=%2F&b=c%20d%26", url.AbsoluteUri);
    }

    [Theory]
    [InlineData(false, true, "a=b")]
    [InlineData(false, false, "a=b", "@file")]
    [InlineData(true, false, "a:=1")]
    [InlineData(false, false, "a:=x")]
    [InlineData(false, false, "X Y:z")]
    public void Says_what_does_not_go_together(bool isForm, bool hasBody, params string[] words) =>
        Assert.NotNull(RequestItems.Fault([.. words.Select(Item)], isForm, hasBody));

    private static RequestItem Item(string word) => RequestItem.Read(word)!.Value;

    private static string TextOf(RequestContent? content) => Encoding.UTF8.GetString(content!.Octets!);
}
