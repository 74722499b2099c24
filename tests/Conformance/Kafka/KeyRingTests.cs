using Cartwright.Engine.Options;

namespace Cartwright.Conformance.Kafka;

/// <summary>The file with the keys of envelopes.</summary>
public sealed class KeyRingTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[KeyRing.KeyBytesMin]);

    [Fact]
    public void The_first_key_signs_and_each_is_found()
    {
        var ring = KeyRing.Parse($"# since November\n2026-11 {Key}\r\n\n2026-10\t{Key}\n");
        Assert.Equal(["2026-11", "2026-10"], ring.Keys.Select(key => key.Name));
        Assert.Equal("2026-10", ring.Find("2026-10")?.Name);
        Assert.Null(ring.Find("2026-09"));
    }

    [Theory]
    [InlineData("", "It has no key.")]
    [InlineData("# only a comment", "It has no key.")]
    [InlineData("KEY", "Line 1 is not of the form")]
    [InlineData("a KEY more", "Line 1 is not of the form")]
    [InlineData("a/b KEY", "Line 1 is not of the form")]
    [InlineData("a not-base64", "The key in line 1 must be")]
    [InlineData("a AAAA", "The key in line 1 must be")]
    [InlineData("a KEY\na KEY", "It has two keys of one name.")]
    [InlineData("a KEY\nb KEY\nc KEY", "It has more than 2 keys.")]
    public void A_mistake_is_named_without_the_key(string text, string sentence)
    {
        var fault = Assert.Throws<FormatException>(
            () => KeyRing.Parse(text.Replace("KEY", Key, StringComparison.Ordinal)));
        Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault.Message, StringComparison.Ordinal);
    }
}
