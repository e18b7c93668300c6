using System.Globalization;
using System.Xml.Linq;
using Countersign.AspNetCore.SignIn.Factors;
using QRCoder;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public sealed class QrPictureTests
{
    private const string Text = "otpauth://totp/example.org:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=example.org";

    [Fact]
    public void Draws_every_dark_module_and_no_other()
    {
        var svg = XElement.Parse(QrPicture.Draw(Text, "the key as a picture").ToString());
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        var drawn = new HashSet<(int X, int Y)>();
        foreach (var piece in svg.Elements().Last().Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = piece.Split(' ', 'h', 'v');
            var (x, y, length) = (Number(numbers[0]), Number(numbers[1]), Number(numbers[2]));
            Assert.All(Enumerable.Range(x, length), at => Assert.True(drawn.Add((at, y))));
        }

        var dark = Enumerable.Range(0, code.ModuleMatrix.Count).SelectMany(y => Enumerable.Range(0, code.ModuleMatrix.Count).Where(x => code.ModuleMatrix[y][x]).Select(x => (x, y)));
        Assert.Equal(dark.Order(), drawn.Order());
        Assert.Equal("the key as a picture", svg.Attribute("aria-label")!.Value);
        Assert.DoesNotContain("style", svg.ToString(), StringComparison.Ordinal);
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
