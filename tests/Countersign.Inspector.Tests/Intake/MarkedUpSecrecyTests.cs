using System.Text;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;
using Xunit;

namespace Countersign.Inspector.Tests.Intake;

/// <summary>Secrets that an element, a table, a dump or an address with a link in it holds, and their like that open nothing.</summary>
public sealed class MarkedUpSecrecyTests
{
    private const string Opaque = "GLt06sVul7jvkSsN5fjo964UoknUebSZsab8TxF8BVo";

    [Theory]
    [InlineData("<Password><![CDATA[h<unter]]></Password>", "<Password>***</Password>")]
    [InlineData("<Password><![CDATA[hunter", "<Password>***")]
    [InlineData("<password><value>hunter</value></password>", "<password>***</password>")]
    [InlineData("<Password><!-- x -->hunter</Password>", "<Password>***</Password>")]
    [InlineData("<property name=\"db.password\">hunter</property>", "<property name=\"db.password\">***</property>")]
    [InlineData("<textarea name=private_key>hunter</textarea>", "<textarea name=private_key>***</textarea>")]
    [InlineData("<dict><key>password</key><string>hunter</string></dict>", "<dict><key>password</key><string>***</string></dict>")]
    [InlineData("<member><name>password</name><value><string>hunter</string></value></member>", "<member><name>password</name><value><string>***</string></value></member>")]
    [InlineData("<tr><th>HTTP_AUTHORIZATION</th><td>Bearer hunter</td></tr>", "<tr><th>HTTP_AUTHORIZATION</th><td>***</td></tr>")]
    [InlineData("<td>password</td><td class=x><pre>&#x27;hunter&#x27;</pre></td>", "<td>password</td><td class=x><pre>***</pre></td>")]
    [InlineData("<dt>API key</dt><dd>k4711x</dd>", "<dt>API key</dt><dd>***</dd>")]
    [InlineData("[\"password\"]=> string(6) \"hunter\"", "[\"password\"]=> string(6) \"***\"")]
    [InlineData("sessionStorage[\"access_token\"]=\"hunter\"", "sessionStorage[\"access_token\"]=\"***\"")]
    [InlineData("localStorage.setItem('token', 'hunter')", "localStorage.setItem('token', '***')")]
    [InlineData("[[\"X-API-Key\",\"hunter\"],[\"Accept\",\"*/*\"],[\"token\",\"hunter\"]]", "[[\"X-API-Key\",\"***\"],[\"Accept\",\"*/*\"],[\"token\",\"***\"]]")]
    [InlineData("password: |\n  hunter\nuser: joe", "password: |\n  ***\nuser: joe")]
    [InlineData("userPassword:: aHVudGVy", "userPassword:: ***")]
    [InlineData("{\"url\":\"https://b/k?a=1\\u0026sig=hunter4711\"}", "{\"url\":\"https://b/k?a=1\\u0026sig=***\"}")]
    [InlineData("{\"kty\":\"EC\",\"x\":\"a\",\"d\":\"hunter\"}", "{\"kty\":\"EC\",\"x\":\"a\",\"d\":\"***\"}")]
    [InlineData("{\"k\":\"hunter\",\"kty\":\"oct\"}", "{\"k\":\"***\",\"kty\":\"oct\"}")]
    [InlineData("joe:$2y$10$Bhg7BehOfmiHLCIKwIoAeXXw9AbE0P2DQDW0vcAqU", "joe:***")]
    [InlineData("Incorrect API key provided: k-4711-x.", "Incorrect API key provided: ***.")]
    public void Hides_what_stands_between_marks(string text, string shown) => Assert.Equal(shown, TextIntake.ByLooks(text));

    [Theory]
    [InlineData("<tr><th>Password</th><th>Role</th></tr>")]
    [InlineData("<tr><td>password</td><td>string</td><td>required</td></tr>")]
    [InlineData("<label>Password</label> <input name=password> <a href=/forgot>Forgot?</a>")]
    [InlineData("<li>Tokens</li><li>Keys</li>")]
    [InlineData("<dt>Token</dt><dd>What a client sends.</dd>")]
    [InlineData("{\"required\":[\"password\",\"email\"]} localStorage.setItem('theme', 'dark')")]
    [InlineData("const x: Promise<Token> = f<Token>(a)")]
    [InlineData("<dt>Cookie</dt><dd>v2</dd>")]
    [InlineData("<token/><password></password>")]
    [InlineData("{\"d\":\"M0 0h24v24\",\"k\":\"v\"}")]
    [InlineData("costs $5$ or $2a$ and Password::class")]
    public void Leaves_marks_that_hold_no_secret(string text) => Assert.Equal(text, TextIntake.ByLooks(text));

    [Theory]
    [InlineData("/s/" + Opaque + "/x", "/s/***/x")]
    [InlineData("/(S(3bd39f917c10696489a30fd5))/x.aspx", "/(S(***))/x.aspx")]
    [InlineData("/x?t=" + Opaque, "/x?t=***")]
    [InlineData("/x?resetKey=93697b590481194f309ffea518f32cf2", "/x?resetKey=***")]
    public void Hides_what_an_address_opens_by(string target, string shown) => Assert.Equal(shown, new MessageIntake().Address(target));

    [Theory]
    [InlineData("/commit/0f53a1b2c3d4e5f60718293a4b5c6d7e8f901234")]
    [InlineData("/dist/ThisIsAVeryLongComponentNameForThePage2026Version3")]
    [InlineData("/users/3f9a77d2-1c1e-4f5e-9b0a-1d2c3b4a5f60")]
    [InlineData("/assets/TheComponentOfAllComponents2.Main-8f3a9c12.js")]
    [InlineData("/How-We-Made-The-Best-Of-2026-And-2027-Better")]
    [InlineData("/x?t=1795410000000&country_code=DE&storageKey=uploads/2026/11/a1b2c3.png")]
    public void Leaves_addresses_that_name_something(string target) => Assert.Equal(target, new MessageIntake().Address(target));

    [Theory]
    [InlineData("X-Forwarded-Uri", "/s/" + Opaque)]
    [InlineData("Sec-WebSocket-Protocol", "graphql-ws, " + Opaque)]
    [InlineData("Grpc-Message", "invalid%20password%20" + Opaque)]
    [InlineData("Authorization", "Digest username=\"anna:" + Opaque + "\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"00\"")]
    public void No_field_keeps_what_it_repeats_of_an_address_or_a_sentence(string name, string value)
    {
        var request = new MessageIntake().Request("GET", "/", null, null, [new MessageField(name, value)]);
        Assert.DoesNotContain(Everything.TextsOf(request), text => text.Contains(Opaque, StringComparison.Ordinal));
    }

    [Fact]
    public void No_part_of_a_form_keeps_a_password_whose_name_is_extended()
    {
        var content = "--b\r\nContent-Disposition: form-data; name*=UTF-8''pass%77ord\r\n\r\nhunter\r\n--b--\r\n";
        var request = new MessageIntake().Request("POST", "/", null, null, [new MessageField("Content-Type", "multipart/form-data; boundary=b")], Encoding.UTF8.GetBytes(content));
        Assert.Equal(content.Replace("hunter", "***", StringComparison.Ordinal), request.Content.Text);
    }
}
