"""Chinese surnames: their pinyin, those of two characters, and those read otherwise than the character. Pure."""

from typing import Final

_IN_PINYIN: Final = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song
tang han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao
shen zhong cui tan fan jin shi liao jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan duan lei
long tao qian kong mao shao wan gu lai wen kang yi hao gong chang niu mo ge xing an qi chu lan yue tong
ai bao bi bian bin bo cang cen chai che chi cong dai dang di dou fei gan geng guan gui hong hua huan hui
huo ji jian jiao jie jing ju ke kou kuang le leng lian ling lou lv man mei mi miao min ming mu nan ni
nie ning ou pang pei pi piao ping pu qiao qiang qu quan ran rao rong ruan rui sang sha shan shang she
sheng shu shuai si sui tai teng tong tu wo xi xian xiang xin xu xuan yong you yun zang zha zhai zhan zhen
zhi zhuang zhuo zong zuo
"""
_DOUBLE: Final = """
欧阳 ouyang 司马 sima 上官 shangguan 诸葛 zhuge 东方 dongfang 皇甫 huangfu 尉迟 yuchi 公孙 gongsun 慕容 murong 司徒 situ
夏侯 xiahou 令狐 linghu 长孙 zhangsun 宇文 yuwen 独孤 dugu 南宫 nangong 端木 duanmu 钟离 zhongli 呼延 huyan 闻人 wenren
轩辕 xuanyuan 澹台 tantai 申屠 shentu 赫连 helian 濮阳 puyang 淳于 chunyu 单于 chanyu 鲜于 xianyu 司空 sikong 拓跋 tuoba
万俟 moqi 百里 baili 西门 ximen
"""
_READ_OTHERWISE: Final = """
曾 zeng 单 shan 解 xie 仇 qiu 区 ou 查 zha 朴 piao 盖 ge 缪 miao 覃 qin 翟 zhai 秘 bi 黑 he 折 she 员 yun 种 chong 繁 po
洗 xian 召 shao 么 yao 隗 wei 阚 kan
"""
_SPELLED: Final = _DOUBLE.split()
DOUBLE_SURNAMES: Final = dict(zip(_SPELLED[::2], _SPELLED[1::2], strict=True))
"""Surnames of two characters and their pinyin."""
SURNAME_READINGS: Final = DOUBLE_SURNAMES | dict(
    zip(_READ_OTHERWISE.split()[::2], _READ_OTHERWISE.split()[1::2], strict=True)
)
"""The pinyin of surnames that a dictionary of characters does not tell."""
SURNAMES: Final = frozenset((*_IN_PINYIN.split(), *DOUBLE_SURNAMES.values()))
"""Surnames in pinyin, without tones."""
